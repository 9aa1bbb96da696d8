len = 5
class C:
    a = len
    del_ = abs
print(C.a, C.del_)  # expect: 5 <built-in function abs>
