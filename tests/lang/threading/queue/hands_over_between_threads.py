# oracle: 3.11
import queue, threading
q, out = queue.Queue(2), []
def work():
    while (x := q.get()) is not None: out.append(x)
t = threading.Thread(target=work)
t.start()
for x in 1, 2, 3, None: q.put(x)
t.join()
print(out)  # expect: [1, 2, 3]
try: q.get(timeout=0.01)
except queue.Empty as e: print(repr(e))  # expect: Empty()
