class D:
    def __set_name__(self, o, n): print("set_name")  # expect: set_name
class B:
    def __init_subclass__(cls): print("init_subclass")  # expect: init_subclass
class A(B): x = D()
