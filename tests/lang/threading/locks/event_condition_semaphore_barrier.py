# oracle: 3.11
import threading
e, c, s, b, out = threading.Event(), threading.Condition(), threading.Semaphore(1), threading.Barrier(2), []
def work():
    e.wait()
    with s: out.append("event")
    with c:
        out.append("notify")
        c.notify()
    b.wait()
t = threading.Thread(target=work)
with c:
    t.start()
    e.set()
    print(c.wait_for(lambda: len(out) == 2, 5))  # expect: True
b.wait()
t.join()
print(out, e.wait(0.001), threading.Event().wait(0.001))  # expect: ['event', 'notify'] True False
