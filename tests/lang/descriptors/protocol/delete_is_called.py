class D:
    def __delete__(self, o): print("deleted")  # expect: deleted
class A: x = D()
del A().x
A().x = 1
# raises: AttributeError: __set__
