import gc
class A:
    def __del__(self): print("del")
gc.disable()
a = A(); a.me = a
del a
print("unreachable")  # expect: unreachable
gc.collect()  # expect: del
print("collected")  # expect: collected
