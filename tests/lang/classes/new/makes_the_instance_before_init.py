class A:
    def __new__(cls, *a):
        print("new", a)  # expect: new (1, 2)
        return super().__new__(cls)
    def __init__(self, *a): print("init", a)  # expect: init (1, 2)
A(1, 2)
