def f():
    for i in range(3):
        try:
            if i == 0: continue
            if i == 1: break
        finally: print("finally", i)  # expect: finally 0
        # expect: finally 1
    try: return "value"
    finally: print("last")  # expect: last
print(f())  # expect: value
