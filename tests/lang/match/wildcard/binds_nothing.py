match 5:
    case _:
        print("_" in globals())  # expect: False
