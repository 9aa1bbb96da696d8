x = 1
class C:
    x = x + 1
print(C.x, x)  # expect: 2 1
