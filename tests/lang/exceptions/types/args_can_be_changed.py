e = ValueError("a")
e.args = ("b", "c")
print(e, repr(e), e.args)  # expect: ('b', 'c') ValueError('b', 'c') ('b', 'c')
e.extra = 5
print(vars(e))  # expect: {'extra': 5}
