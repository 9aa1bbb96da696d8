print(0 or "b", "a" and "b", [] and 1, None or 0)  # expect: b b [] 0
