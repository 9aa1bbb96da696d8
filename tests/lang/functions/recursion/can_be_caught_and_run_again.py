def f(): f()
for i in range(3):
    try:
        f()
    except RecursionError:
        print("caught", i)  # expect: caught 0
        # expect: caught 1
        # expect: caught 2
