print(abs(-5), abs(-1.5), abs(3 + 4j), divmod(7, 3), round(2.567, 1), pow(2, 10), sum([1, 2.5]), sum([[1], [2]], []))
# expect: 5 1.5 5.0 (2, 1) 2.6 1024 3.5 [1, 2]
try: sum(["a"], "")
except TypeError as e: print(e)  # expect: sum() can't sum strings [use ''.join(seq) instead]
