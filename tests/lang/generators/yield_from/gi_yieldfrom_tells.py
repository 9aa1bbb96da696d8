def inner(): yield
def outer(i): yield from i
i = inner()
o = outer(i)
print(o.gi_yieldfrom)  # expect: None
next(o)
print(o.gi_yieldfrom is i)  # expect: True
