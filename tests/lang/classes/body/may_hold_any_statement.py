class C:
    for i in range(3):
        exec(f"a{i} = {i}")
    if True:
        b = "b"
    del i
print(C.a0, C.a2, C.b, hasattr(C, "i"))  # expect: 0 2 b False
