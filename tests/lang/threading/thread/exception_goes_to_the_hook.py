# oracle: 3.11
import threading
threading.excepthook = lambda a: print(a.exc_type.__name__, a.exc_value, a.thread.name)
# expect: ZeroDivisionError division by zero T
t = threading.Thread(target=lambda: 1 / 0, name="T")
t.start()
t.join()
print("main goes on")  # expect: main goes on
