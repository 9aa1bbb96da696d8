class A: x = 1
a = A()
setattr(a, "y", 2)
print(getattr(a, "x"), getattr(a, "z", "default"), hasattr(a, "y"), delattr(a, "y"), hasattr(a, "y"))
# expect: 1 default True None False
try: getattr(a, 5)
except TypeError as e: print(e)  # expect: attribute name must be string, not 'int'
