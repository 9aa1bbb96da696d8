import sys
try:
    sys.setrecursionlimit(0)
except ValueError as e:
    print(e)  # expect: recursion limit must be greater or equal than 1
