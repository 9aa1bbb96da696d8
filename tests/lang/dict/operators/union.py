a, b = {"x": 1, "y": 2}, {"y": 3, "z": 4}
print(a | b, b | a)  # expect: {'x': 1, 'y': 3, 'z': 4} {'y': 2, 'z': 4, 'x': 1}
a |= b
print(a)  # expect: {'x': 1, 'y': 3, 'z': 4}
a |= [("k", 1)]
print(a)  # expect: {'x': 1, 'y': 3, 'z': 4, 'k': 1}
a | [("k", 1)]
# raises: TypeError: unsupported operand type(s) for |: 'dict' and 'list'
