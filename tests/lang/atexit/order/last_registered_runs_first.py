# oracle: 3.11
import atexit
atexit.register(print, "first")
f = lambda: print("never")
atexit.register(f)
atexit.register(lambda x: print(x), "last")
atexit.unregister(f)
print("main")  # expect: main
# expect: last
# expect: first
