class C:
    def __enter__(self): pass
    def __exit__(self, *a): return True
with C(): 1 / 0
print("after")  # expect: after
