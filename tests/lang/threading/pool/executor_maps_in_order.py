# oracle: 3.11
from concurrent.futures import ThreadPoolExecutor, as_completed
with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(lambda x: x * x, range(4))))  # expect: [0, 1, 4, 9]
    f = pool.submit(int, "x")
    print(repr(f.exception()), f.done())
    # expect: ValueError("invalid literal for int() with base 10: 'x'") True
