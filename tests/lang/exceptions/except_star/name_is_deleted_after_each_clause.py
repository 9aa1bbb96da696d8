try: raise ExceptionGroup("g", [ValueError(1)])
except* ValueError as e: print(repr(e))  # expect: ExceptionGroup('g', [ValueError(1)])
print("e" in globals())  # expect: False
