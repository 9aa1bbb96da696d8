x = 5
s = "a"
print(f"{x=} {x = } {s=} {s=!s} {x=:>4} { x + 1 = }")
# expect: x=5 x = 5 s='a' s=a x=   5  x + 1 = 6
