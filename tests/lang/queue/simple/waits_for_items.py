# oracle: 3.11
import queue, threading
q = queue.SimpleQueue()
threading.Timer(0.02, q.put, ["late"]).start()
print(q.get(timeout=10), q.empty(), q.qsize())  # expect: late True 0
for call in (lambda: q.get_nowait(), lambda: q.get(timeout=0.01), lambda: q.get(timeout=-1)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
# expect: Empty 
# expect: Empty 
# expect: ValueError 'timeout' must be a non-negative number
