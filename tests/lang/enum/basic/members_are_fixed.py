from enum import Enum
class C(Enum): A = 1
try: C.A = 2
except AttributeError as e: print(e)  # expect: cannot reassign member 'A'
try:
    class D(C): pass
except TypeError as e: print(e)  # expect: <enum 'D'> cannot extend <enum 'C'>
C["Z"]
# raises: KeyError: 'Z'
