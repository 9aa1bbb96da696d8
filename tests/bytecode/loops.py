def fib(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
    return a

def search(rows, wanted):
    for key, (first, *rest) in rows:
        if first is None or not 0 <= first < 10:
            continue
        if key in {1, 2, 3} and rest:
            break
        wanted[key] += 1
    else:
        return -1
    i = 0
    while i < 10 and wanted[i] != 'x':
        i += 2
    return wanted[1:i], [y for y in rest if y % 2]
