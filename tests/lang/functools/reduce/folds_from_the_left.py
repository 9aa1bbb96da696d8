from functools import reduce
print(reduce(lambda a, b: f"({a}{b})", "abcd"), reduce(max, [], 0))  # expect: (((ab)c)d) 0
reduce(max, [])
# raises: TypeError: reduce() of empty iterable with no initial value
