def dec(f):
    print("f" in globals())  # expect: False
    return f
@dec
def f(): pass
print("f" in globals())  # expect: True
