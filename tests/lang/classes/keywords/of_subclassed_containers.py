import weakref
class L(list):
    def __new__(cls, items, extra=None): return super().__new__(cls, items)
print(L([1], extra=2))
# expect: [1]
for base in (list, tuple, frozenset):
    try:
        type("D", (base,), {})(items=())
    except TypeError as e:
        print(e)
# expect: list() takes no keyword arguments
# expect: tuple() takes no keyword arguments
# expect: frozenset() takes no keyword arguments
class R(weakref.ref):
    def __init__(self, target, callback=None, **tags):
        super().__init__(target, callback)
        self.tags = tags
view = memoryview(b"abc")
ref = R(view, color="red")
print(ref() is view, ref.tags)
# expect: True {'color': 'red'}
