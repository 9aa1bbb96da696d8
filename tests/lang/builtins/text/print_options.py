import sys
print(1, 2, sep="-", end="!\n")  # expect: 1-2!
print("a", "b", sep="", file=sys.stdout, flush=True)  # expect: ab
print(*"abc", sep=", ")  # expect: a, b, c
print()  # expect:
print("x", end="")  # expect: xNone [1]
print(None, [1], sep=None)
