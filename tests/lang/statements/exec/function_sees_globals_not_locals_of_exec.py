l = {}
exec("z = 1\ndef f(): return z", {}, l)
try:
    l["f"]()
except NameError as e:
    print(e)  # expect: name 'z' is not defined
