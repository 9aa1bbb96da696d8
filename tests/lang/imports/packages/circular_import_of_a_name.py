try: import _circular_a
except ImportError as e: print(str(e).rpartition(" (")[0])
# expect: cannot import name 'a' from partially initialized module '_circular_a' (most likely due to a circular import)
