# oracle: 3.14
class A:
    x: Missing = 1
print(A.x)  # expect: 1
try: A.__annotations__
except NameError as e: print(e)  # expect: name 'Missing' is not defined
