x = 5
d = {"k": "v"}
print(f"{x + 1} {d['k']} {[i for i in range(3)]} {(lambda: 7)()} {x if x else 0} {x!r:>3} {'a' 'b'}")
# expect: 6 v [0, 1, 2] 7 5   5 ab
