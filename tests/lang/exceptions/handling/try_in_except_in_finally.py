def f():
    try: raise KeyError("one")
    except KeyError:
        try: raise ValueError("two")
        except ValueError as e: print(repr(e.__context__))  # expect: KeyError('one')
        finally:
            try: raise IndexError("three")
            except IndexError as e: print(repr(e.__context__))  # expect: KeyError('one')
f()
