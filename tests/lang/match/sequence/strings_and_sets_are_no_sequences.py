for x in "ab", b"ab", {1, 2}, iter([1, 2]):
    match x:
        case [_, _]: print("sequence")
        case _: print("other")  # expect: other
        # expect: other
        # expect: other
        # expect: other
