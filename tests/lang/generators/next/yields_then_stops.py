def g():
    yield 1
    return 2
it = g()
print(next(it))  # expect: 1
try: next(it)
except StopIteration as e: print(e.value)  # expect: 2
try: next(it)
except StopIteration as e: print(e.value)  # expect: None
