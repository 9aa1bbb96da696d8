# oracle: 3.11
import os, threading
def work(number, result):
    result.append(number)
event = threading.Event()
waiting = threading.Thread(target=event.wait)
waiting.start()
import warnings
warnings.simplefilter("ignore")
pid = os.fork()
if pid == 0:
    result = []
    threads = [threading.Thread(target=work, args=(number, result)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fine = sorted(result) == [0, 1, 2] and threading.active_count() == 1
    os._exit(0 if fine else 1)
print(os.waitpid(pid, 0)[1])  # expect: 0
event.set()
waiting.join()
