def f():
    n = 0
    while True:
        n += 1
        if False: print("never")
        if n > 2: break
    else: print("never")
    return n
print(f())  # expect: 3
