class P:
    __slots__ = ("a",)
def get(p):
    try:
        return p.a
    except AttributeError as error:
        return str(error)
full, empty = P(), P()
full.a = 1
print([get(p) for p in (full, empty, full, empty)])  # expect: [1, "'P' object has no attribute 'a'", 1, "'P' object has no attribute 'a'"]
class Q(P):
    __slots__ = ()
    def __getattr__(self, name):
        return name.upper()
q = Q()
print(get(q), get(full), get(q))  # expect: A 1 A
q.a = 5
print(get(q))  # expect: 5
del q.a
print(get(q))  # expect: A
