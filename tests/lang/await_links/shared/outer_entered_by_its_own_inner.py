def inner():
    yield 1
    try: next(o)
    except ValueError as e: yield str(e)
def outer(): yield from inner()
o = outer()
print(next(o), next(o))  # expect: 1 generator already executing
