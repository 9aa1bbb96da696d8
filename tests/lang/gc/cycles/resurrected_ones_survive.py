import gc
class A:
    def __del__(self):
        global kept
        kept = self.other
a, b = A(), A()
a.other, b.other = b, a
del a, b
gc.collect()
print(type(kept.other).__name__)  # expect: A
