# oracle: 3.14
import sys
x: int = 1
y: Missing
print("y" in globals(), "__annotate__" in globals())  # expect: False True
try: sys.modules[__name__].__annotations__
except NameError as e: print(e)  # expect: name 'Missing' is not defined
