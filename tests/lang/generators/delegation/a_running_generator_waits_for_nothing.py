def inner():
    print(outer.gi_yieldfrom, outer.gi_running)  # expect: None True
    yield
def f(): yield from inner()
outer = f()
next(outer)
print(outer.gi_yieldfrom is not None, outer.gi_running)  # expect: True False
