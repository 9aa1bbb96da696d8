class C:
    def __enter__(self): return 1, (2, 3)
    def __exit__(self, *a): pass
d = {}
with C() as (d["a"], [d["b"], c]): print(d, c)  # expect: {'a': 1, 'b': 2} 3
