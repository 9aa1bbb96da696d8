from contextlib import contextmanager
@contextmanager
def tag(n):
    print("enter", n)
    try: yield n.upper()
    except ValueError as e: print("swallowed", e)
    finally: print("exit", n)
with tag("a") as v:  # expect: enter a
    print(v)  # expect: A
    # expect: swallowed inside
    # expect: exit a
    raise ValueError("inside")
