def f():
    out = []
    for x in range(4):
        try:
            if x % 2: raise ValueError
            out.append(x)
        except ValueError: continue
        finally: out.append("f")
    return out
print(f())  # expect: [0, 'f', 'f', 2, 'f', 'f']
