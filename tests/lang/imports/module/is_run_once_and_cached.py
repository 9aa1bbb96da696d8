import _once  # expect: running _once
import _once as again
import sys
print(again is _once, sys.modules["_once"] is _once)  # expect: True True
