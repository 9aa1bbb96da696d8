x = "kept"
[x for x in range(3)]
print(x)  # expect: kept
