try:
    try:
        try: raise KeyError("k")
        finally: print(1)  # expect: 1
    finally: print(2)  # expect: 2
except KeyError: print(3)  # expect: 3
