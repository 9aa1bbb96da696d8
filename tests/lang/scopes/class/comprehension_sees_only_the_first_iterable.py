class C:
    xs = [1, 2]
    ys = [x * 2 for x in xs]
    try:
        zs = [len(xs) for x in xs]
    except NameError as e:
        print(e)  # expect: name 'xs' is not defined
print(C.ys)  # expect: [2, 4]
