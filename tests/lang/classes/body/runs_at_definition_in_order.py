class C:
    print("body", __name__, __qualname__)  # expect: body __main__ C
    x = 1
    print(x)  # expect: 1
