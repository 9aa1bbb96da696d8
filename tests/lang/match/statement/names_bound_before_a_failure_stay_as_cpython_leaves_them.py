match [1, 2]:
    case [a, 3]: pass
    case _: print("a" in globals())  # expect: False
