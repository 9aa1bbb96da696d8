class C:
    def __enter__(self): pass
    def __exit__(self, *a): print("exit", a[0])  # expect: exit None
    # expect: exit None
    # expect: exit None
def f():
    for i in range(2):
        with C(): continue
    with C(): return "r"
print(f())  # expect: r
