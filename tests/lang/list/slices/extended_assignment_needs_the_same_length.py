# oracle: 3.14
a = [1, 2, 3, 4]
try: a[::2] = [1]
except ValueError as e: print(e)
# expect: attempt to assign sequence of size 1 to extended slice of size 2
a[1:2] = 5
# raises: TypeError: must assign iterable to extended slice
