class A: pass
a = A(); a.x = "plain"
def get(): return a.x
print(get(), get())  # expect: plain plain
A.x = property(lambda self: "property")
print(get())  # expect: property
del A.x
print(get())  # expect: plain
