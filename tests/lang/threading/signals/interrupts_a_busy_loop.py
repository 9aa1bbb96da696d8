# oracle: 3.11
import itertools, os, signal, threading
signal.signal(signal.SIGUSR1, signal.default_int_handler)
threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
try: sum(x * 0 for x in itertools.count())
except KeyboardInterrupt: print("interrupted")  # expect: interrupted
