import gc, weakref
class T: pass
def closure():
    t = T()
    def f(): return f, t
    return weakref.ref(t)
def gen():
    t = T()
    g = (lambda: (yield t, g))()
    next(g)
    return weakref.ref(t)
def cls():
    class C: me = None
    C.me = C()
    return weakref.ref(C)
refs = [closure(), gen(), cls()]
gc.collect()
print([r() for r in refs])  # expect: [None, None, None]
