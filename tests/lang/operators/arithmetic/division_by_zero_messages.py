# oracle: 3.14
for f in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 1j / 0, lambda: divmod(1, 0), lambda: 0 ** -1, lambda: 0.0 ** -1):
    try:
        f()
    except ZeroDivisionError as e:
        print(e)  # expect: division by zero
        # expect: division by zero
        # expect: division by zero
        # expect: division by zero
        # expect: division by zero
        # expect: division by zero
        # expect: division by zero
        # expect: division by zero
        # expect: zero to a negative power
        # expect: zero to a negative power
