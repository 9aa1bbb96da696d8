import importlib
import _counted  # expect: counted
_counted.extra = 1
m = importlib.reload(_counted)  # expect: counted
print(m is _counted, m.extra)  # expect: True 1
