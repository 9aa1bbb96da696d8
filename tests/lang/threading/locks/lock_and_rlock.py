# oracle: 3.11
import threading
l, r = threading.Lock(), threading.RLock()
with l: print(l.locked(), l.acquire(blocking=False), l.acquire(timeout=0.01))
# expect: True False False
with r, r: print("twice")  # expect: twice
l.release()
# raises: RuntimeError: release unlocked lock
