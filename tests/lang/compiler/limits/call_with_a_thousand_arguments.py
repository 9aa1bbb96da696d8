def f(*a, **k): return len(a), len(k)
print(eval("f(" + ",".join(map(str, range(1000))) + "," + ",".join(f"k{i}={i}" for i in range(1000)) + ")"))
# expect: (1000, 1000)
