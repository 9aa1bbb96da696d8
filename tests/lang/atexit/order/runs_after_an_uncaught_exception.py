# oracle: 3.11
import atexit
atexit.register(print, "at exit")
1 / 0
# expect: at exit
# raises: ZeroDivisionError: division by zero
