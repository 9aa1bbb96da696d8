for v in 5, "s", [1], {"k": 1}, 1.5:
    match v:
        case int(x): print("int", x)
        case str(x): print("str", x)
        case list([x]): print("list", x)
        case dict(x): print("dict", x)
        case float(): print("float")  # expect: int 5
        # expect: str s
        # expect: list 1
        # expect: dict {'k': 1}
        # expect: float
