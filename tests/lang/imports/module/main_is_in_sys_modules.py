import sys
x = 5
print(sys.modules["__main__"].x, __name__)  # expect: 5 __main__
