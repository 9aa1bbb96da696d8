# oracle: 3.11
import threading
d = threading.local()
d.x = "main"
def work():
    print(hasattr(d, "x"))  # expect: False
    d.x = "thread"
t = threading.Thread(target=work)
t.start(); t.join()
print(d.x)  # expect: main
