def inner():
    yield 1
    yield 2
def outer(i):
    r = yield from i
    yield "after", r
i = inner()
o = outer(i)
next(o)
try: i.throw(ValueError("from outside"))
except ValueError as e: print(e)  # expect: from outside
print(next(o))  # expect: ('after', None)
