match {"a": 1, "b": 2, "c": 3}:
    case {"a": x, **rest}: print(x, rest)  # expect: 1 {'b': 2, 'c': 3}
match {}:
    case {"a": _}: print("no")
    case {}: print("any mapping")  # expect: any mapping
