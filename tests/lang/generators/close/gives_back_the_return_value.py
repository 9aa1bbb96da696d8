# oracle: 3.14
def g():
    try: yield
    except GeneratorExit: return 5
it = g()
next(it)
print(it.close())  # expect: 5
