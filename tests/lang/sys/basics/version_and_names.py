import sys
print(sys.version_info >= (3, 11), sys.maxsize > 2 ** 30, sys.byteorder, sys.argv[1:], type(sys.path).__name__, sys.getrecursionlimit())
# expect: True True little [] list 1000
