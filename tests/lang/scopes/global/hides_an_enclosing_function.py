x = "module"
def f():
    x = "f"
    def g():
        global x
        return x
    return g()
print(f())  # expect: module
