class C: n = 0
def f():
    out = []
    for i in range(5):
        C.n += 1
        out.append(C().n)
    return out
print(f())  # expect: [1, 2, 3, 4, 5]
