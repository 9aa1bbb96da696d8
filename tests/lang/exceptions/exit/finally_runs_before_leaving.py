import sys
try: sys.exit(4)
finally: print("tidy")  # expect: tidy
# exit: 4
