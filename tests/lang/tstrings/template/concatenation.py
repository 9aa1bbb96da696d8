# oracle: 3.14
t = t"a{1}" + t"{2}b"
print(t.strings, t.values)  # expect: ('a', '', 'b') (1, 2)
t + "x"
# raises: TypeError: can only concatenate string.templatelib.Template (not "str") to string.templatelib.Template
