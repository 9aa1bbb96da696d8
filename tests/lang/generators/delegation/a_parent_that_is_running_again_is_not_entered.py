def leaf(): yield 1
def middle():
    yield from leaf()
    try: yield from outer
    except ValueError as error: print(error)  # expect: generator already executing
    yield 2
def f(): yield from middle()
outer = f()
print(list(outer))  # expect: [1, 2]
