import warnings
warnings.simplefilter("ignore")
exec('''def f():
    out = []
    for i in range(3):
        try: 1 / 0
        finally:
            out.append(i)
            continue
    return out
print(f())''')  # expect: [0, 1, 2]
