t = (1, 2, 3)
print(t[0], t[-1:], t + (4,), t * 2, t < (1, 3), t.index(2), t.count(9), hash(t) == hash((1, 2, 3)), (), (1,))
# expect: 1 (3,) (1, 2, 3, 4) (1, 2, 3, 1, 2, 3) True 1 0 True () (1,)
t[9]
# raises: IndexError: tuple index out of range
