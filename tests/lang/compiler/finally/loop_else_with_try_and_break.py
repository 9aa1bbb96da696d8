def f(xs):
    for x in xs:
        try:
            if x == 2: break
        finally: print("f", x)  # expect: f 1
        # expect: f 2
        # expect: f 1
    else: return "else"
    return "broke"
print(f([1, 2, 3]), f([1]))  # expect: broke else
