# oracle: 3.11
import threading
t = threading.Thread(target=lambda x: print("in", threading.current_thread().name, x), args=(5,), name="worker")
print(t.is_alive())  # expect: False
# expect: in worker 5
t.start()
t.join()
print(t.is_alive(), t.name, t.daemon, threading.current_thread().name)
# expect: False worker False MainThread
t.start()
# raises: RuntimeError: threads can only be started once
