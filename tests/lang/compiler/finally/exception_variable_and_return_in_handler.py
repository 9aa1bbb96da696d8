def f():
    try: raise ValueError("v")
    except ValueError as e: return str(e)
    finally: print("finally", "e" in locals())  # expect: finally False
print(f())  # expect: v
