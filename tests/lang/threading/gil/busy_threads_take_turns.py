# oracle: 3.11
import threading, time
stop, counts = False, [0, 0]
def spin(n):
    while not stop: counts[n] += 1
ts = [threading.Thread(target=spin, args=(n,)) for n in (0, 1)]
for t in ts: t.start()
time.sleep(0.2)
stop = True
for t in ts: t.join()
print(all(c > 100 for c in counts))  # expect: True
