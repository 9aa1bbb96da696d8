import sys
async def gen(): yield
old = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(firstiter=lambda g: print("first", g.__name__), finalizer=lambda g: print("final"))
# expect: first gen
# expect: final
g = gen()
a = g.asend(None)
try: a.send(None)
except StopIteration: pass
del g, a
sys.set_asyncgen_hooks(*old)
