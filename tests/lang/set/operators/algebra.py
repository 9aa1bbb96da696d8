a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a < b, {3} <= b, a.isdisjoint({9}), a >= {1})
# expect: {1, 2, 3, 4} {3} {1, 2} {1, 2, 4} False True True True
a -= {1}; a |= {7}; a &= {2, 7}; a ^= {2, 5}; print(sorted(a))  # expect: [5, 7]
