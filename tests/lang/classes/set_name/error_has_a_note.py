# oracle: 3.14
class D:
    def __set_name__(self, owner, name): raise ValueError("bad")
try:
    class A: x = D()
except ValueError as e:
    print(e, e.__notes__)  # expect: bad ["Error calling __set_name__ on 'D' instance 'x' in 'A'"]
