print(type(BaseExceptionGroup("g", [ValueError()])).__name__, type(BaseExceptionGroup("g", [KeyboardInterrupt()])).__name__)
# expect: ExceptionGroup BaseExceptionGroup
try: ExceptionGroup("g", [KeyboardInterrupt()])
except TypeError as e: print(e)  # expect: Cannot nest BaseExceptions in an ExceptionGroup
