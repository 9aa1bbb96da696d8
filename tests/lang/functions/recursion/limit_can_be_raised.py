import sys
sys.setrecursionlimit(3000)
def f(n): return n and 1 + f(n - 1)
print(f(2500))  # expect: 2500
