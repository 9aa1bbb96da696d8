from _plain import *
print(shown, _also, "hidden" in globals())  # expect: 1 2 False
