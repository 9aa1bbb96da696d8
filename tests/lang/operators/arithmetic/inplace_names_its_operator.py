x = 1
try:
    x += "a"
except TypeError as e:
    print(e)  # expect: unsupported operand type(s) for +=: 'int' and 'str'
try:
    x **= []
except TypeError as e:
    print(e)  # expect: unsupported operand type(s) for **=: 'int' and 'list'
