try: raise ValueError
except ((KeyError, ValueError),): print("caught by a nested tuple")
# raises: TypeError: catching classes that do not inherit from BaseException is not allowed
