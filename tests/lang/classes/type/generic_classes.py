# oracle: 3.14
class Box[T]:
    def __init__(self, x: T): self.x = x
print(Box.__type_params__, Box[int](5).x, Box[int], Box.__mro__[1].__name__)
# expect: (T,) 5 __main__.Box[int] Generic
