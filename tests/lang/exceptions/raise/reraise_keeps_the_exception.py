try:
    try: raise ValueError("v")
    except ValueError as e:
        first = e
        raise
except ValueError as e: print(e is first)  # expect: True
