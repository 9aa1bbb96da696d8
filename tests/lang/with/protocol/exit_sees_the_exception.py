class C:
    def __enter__(self): pass
    def __exit__(self, t, v, tb): print(t.__name__, v, tb.tb_lineno)  # expect: ValueError v 5
try:
    with C(): raise ValueError("v")
except ValueError: print("passed on")  # expect: passed on
