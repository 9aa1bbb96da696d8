x = 3
print(eval("x + 1"), eval("x", {"x": 10}), eval("a+b", {"a": 1}, {"b": 2}))  # expect: 4 10 3
