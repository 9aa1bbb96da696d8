import gc, weakref
class C:
    def __init__(self, parent):
        if parent is None:
            return
        wself = weakref.ref(self)
        def callback(wparent):
            seen.add(wself())
        self.wparent = weakref.ref(parent, callback)
seen = set()
d = weakref.WeakKeyDictionary()
root = c = C(None)
for n in range(100):
    d[c] = c = C(c)
del root
gc.collect()
print(seen <= {None, c})  # expect: True
del c, d
seen.clear()
gc.collect()
print("done")  # expect: done
