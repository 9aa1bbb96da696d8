f = lambda x: 1 if x else 2
print(f(True), f(False))  # expect: 1 2
