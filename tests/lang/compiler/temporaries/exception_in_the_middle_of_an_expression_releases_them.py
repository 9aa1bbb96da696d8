class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)  # expect: del 2
    # expect: del 1
def f():
    try: [A(1), A(2), 1 / 0]
    except ZeroDivisionError: print("handler")  # expect: handler
f()
