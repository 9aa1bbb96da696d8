from functools import wraps
def dec(f):
    @wraps(f)
    def w(*a): return f(*a)
    return w
@dec
def g():
    "Doc."
print(g.__name__, g.__doc__, g.__wrapped__.__name__, g.__qualname__)  # expect: g Doc. g g
