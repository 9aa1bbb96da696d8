# oracle: 3.11
import sys
sys.setrecursionlimit(20000)
def level(n):
    if n: yield from level(n - 1)
    else: yield "bottom"
o = level(3000)
print(next(o))  # expect: bottom
del o
print("freed")  # expect: freed
