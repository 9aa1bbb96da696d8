# oracle: 3.11
import os, signal, threading, time
class Woken(Exception): pass
def handler(*a): raise Woken
signal.signal(signal.SIGUSR1, handler)
threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
try: time.sleep(10)
except Woken: print("woken")  # expect: woken
