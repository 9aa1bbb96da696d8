import sys
for i in range(2):
    try: import _failing
    except ZeroDivisionError: print("_failing" in sys.modules)  # expect: False
    # expect: False
