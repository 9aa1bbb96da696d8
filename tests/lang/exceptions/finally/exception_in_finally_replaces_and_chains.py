try:
    try: 1 / 0
    finally: [][1]
except IndexError as e:
    print(repr(e), repr(e.__context__))
    # expect: IndexError('list index out of range') ZeroDivisionError('division by zero')
