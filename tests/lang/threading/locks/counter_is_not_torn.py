# oracle: 3.11
import threading
n, lock = 0, threading.Lock()
def work():
    global n
    for _ in range(5000):
        with lock: n += 1
ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(n)  # expect: 20000
