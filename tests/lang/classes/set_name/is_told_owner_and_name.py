class D:
    def __set_name__(self, owner, name): print(owner.__name__, name)  # expect: A x
    # expect: A y
class A:
    x = D()
    y = D()
