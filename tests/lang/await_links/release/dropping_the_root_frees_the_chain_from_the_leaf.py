class Res:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def level(n):
    r = Res(n)
    try:
        if n: yield from level(n - 1)
        else: yield
    finally: print("finally", n)
o = level(2)
next(o)
del o  # expect: finally 0
# expect: del 0
# expect: finally 1
# expect: del 1
# expect: finally 2
# expect: del 2
print("end")  # expect: end
