def f(x):
    match x:
        case []: return "empty"
        case [a]: return a
        case [a, b]: return a, b
        case [a, *rest, z]: return a, rest, z
print(f([]), f((1,)), f([1, 2]), f(range(5)))  # expect: empty 1 (1, 2) (0, [1, 2, 3], 4)
