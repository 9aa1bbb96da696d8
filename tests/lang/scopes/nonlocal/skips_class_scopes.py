def f():
    x = "f"
    class C:
        x = "C"
        def m(self):
            nonlocal x
            x = "m"
    C().m()
    return x, C.x
print(f())  # expect: ('m', 'C')
