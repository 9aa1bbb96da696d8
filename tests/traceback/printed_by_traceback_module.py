import sys
import traceback


def f():
    raise ValueError("shown, and the program goes on")


try:
    f()
except ValueError:
    traceback.print_exc()
traceback.print_stack(limit=1)
print("to stderr", file=sys.stderr)
