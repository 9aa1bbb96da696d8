import array
a = array.array("i", [1, 2, 3])
a.append(4); a[0] = 9
print(a, a.itemsize, a.tolist(), a[1:3], a.typecode, len(a.tobytes()))
# expect: array('i', [9, 2, 3, 4]) 4 [9, 2, 3, 4] array('i', [2, 3]) i 16
try: a.append("x")
except TypeError as e: print(e)  # expect: 'str' object cannot be interpreted as an integer
array.array("b", [200])
# raises: OverflowError: signed char is greater than maximum
