class C:
    global made
    made = 1
print(made, hasattr(C, "made"))  # expect: 1 False
