exec("def f(" + ",".join(f"p{i}={i}" for i in range(600)) + "): return p0 + p599")
print(f(), f(p599=1), f(*range(600)))  # expect: 599 1 599
