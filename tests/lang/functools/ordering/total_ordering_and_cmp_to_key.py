from functools import total_ordering, cmp_to_key
@total_ordering
class A:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(A(1) <= A(1), A(2) > A(1), A(1) >= A(2), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
# expect: True True False [3, 2, 1]
