try:
    try: raise KeyError
    except KeyError as a:
        try: raise ValueError
        except ValueError: raise a
except KeyError as e:
    print(repr(e.__context__), e.__context__.__context__)  # expect: ValueError() None
