A = type("A", (int,), {"twice": lambda self: self * 2, "__doc__": "d"})
print(A(4).twice(), A.__name__, A.__doc__, A.__module__)  # expect: 8 A d __main__
