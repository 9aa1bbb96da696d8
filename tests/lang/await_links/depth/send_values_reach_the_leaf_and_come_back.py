def level(n):
    if n == 0:
        total = 0
        while (x := (yield total)) is not None: total += x
        return total
    return (yield from level(n - 1)) + 1
o = level(50)
next(o)
for x in range(5): print(o.send(x))  # expect: 0
# expect: 1
# expect: 3
# expect: 6
# expect: 10
try: o.send(None)
except StopIteration as e: print(e.value)  # expect: 60
