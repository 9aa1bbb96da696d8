# oracle: 3.11
import os, signal, threading
def handler(number, frame): print(signal.Signals(number).name, threading.current_thread() is threading.main_thread())
# expect: SIGUSR1 True
old = signal.signal(signal.SIGUSR1, handler)
os.kill(os.getpid(), signal.SIGUSR1)
print(old == signal.SIG_DFL, signal.getsignal(signal.SIGUSR1) is handler)  # expect: True True
