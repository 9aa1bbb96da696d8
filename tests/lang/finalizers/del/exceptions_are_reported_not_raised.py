import sys
sys.unraisablehook = lambda u: print("unraisable", repr(u.exc_value))
# expect: unraisable ValueError('in del')
class A:
    def __del__(self): raise ValueError("in del")
A()
print("after")  # expect: after
