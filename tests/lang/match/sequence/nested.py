match [1, [2, {"k": (3, 4)}]]:
    case [a, [b, {"k": (c, d)}]]: print(a, b, c, d)  # expect: 1 2 3 4
