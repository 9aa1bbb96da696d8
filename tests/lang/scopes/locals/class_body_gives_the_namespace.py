class C:
    a = 1
    locals()["b"] = 2
print(C.b)  # expect: 2
