class O: pass
o = O()
d = {}
o.x: int = 1
d["k"]: str = "v"
(p): int = 3
print(o.x, d, p, __annotations__ if "__annotations__" in globals() else {})
# expect: 1 {'k': 'v'} 3 {}
