# oracle: 3.14
class Box[T]:
    def get(self) -> T: return T
    class Inner(list[T]): pass
print(Box().get() is Box.__type_params__[0], Box.Inner.__orig_bases__, Box.__parameters__)
# expect: True (list[T],) (T,)
