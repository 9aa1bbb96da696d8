from functools import lru_cache
@lru_cache(maxsize=2)
def f(x):
    print("computed", x)  # expect: computed 1
    # expect: computed 2
    # expect: computed 3
    # expect: computed 1
    return x
f(1); f(1); f(2); f(3); f(1)
print(f.cache_info(), f.cache_parameters())
# expect: CacheInfo(hits=1, misses=4, maxsize=2, currsize=2) {'maxsize': 2, 'typed': False}
f.cache_clear()
print(f.cache_info().currsize, f.__wrapped__.__name__)  # expect: 0 f
