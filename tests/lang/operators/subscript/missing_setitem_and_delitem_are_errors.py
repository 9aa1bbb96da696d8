try:
    (1,)[0] = 1
except TypeError as e:
    print(e)  # expect: 'tuple' object does not support item assignment
try:
    del "abc"[0]
except TypeError as e:
    print(e)  # expect: 'str' object doesn't support item deletion
