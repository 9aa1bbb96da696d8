fs = [lambda f: "replaced"]
@fs[0]
def f(): pass
@(lambda c: c.__name__)
class C: pass
print(f, C)  # expect: replaced C
