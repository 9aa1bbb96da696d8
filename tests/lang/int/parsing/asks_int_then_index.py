class A:
    def __int__(self): return 1
class B:
    def __index__(self): return 2
print(int(A()), int(B()), [10, 20, 30][B()], hex(B()))  # expect: 1 2 30 0x2
