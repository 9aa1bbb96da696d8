print(sorted({"b": 1, "a": 2}), sorted("hello", reverse=True), sum(x for x in range(4)))
# expect: ['a', 'b'] ['o', 'l', 'l', 'h', 'e'] 6
