from _lazy import anything
print(anything)  # expect: made anything
import _lazy
_lazy.other
# raises: AttributeError: no other
