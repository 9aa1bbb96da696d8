a = []
print(a is a, a is not [], 1 in [1], 2 not in (1,), "ell" in "hello")
# expect: True True True True True
