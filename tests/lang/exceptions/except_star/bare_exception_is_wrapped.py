try: raise ValueError("v")
except* ValueError as e: print(repr(e))  # expect: ExceptionGroup('', (ValueError('v'),))
