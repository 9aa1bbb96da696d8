def f(): return 1 / 0
def g(): return "a" + 1
for h in f, g:
    try: h()
    except Exception as e: print(type(e).__name__)  # expect: ZeroDivisionError
    # expect: TypeError
