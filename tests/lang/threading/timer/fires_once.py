# oracle: 3.11
import threading
t = threading.Timer(0.01, lambda: print("fired"))  # expect: fired
t.start(); t.join()
c = threading.Timer(10, print, ["never"])
c.start(); c.cancel(); c.join()
