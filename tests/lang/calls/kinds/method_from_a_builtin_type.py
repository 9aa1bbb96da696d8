print(str.upper("a"), list.append([], 1), "".join.__self__ == "", [].__len__(), int.__add__(1, 2), (5).__add__(2), type.__call__(list, "ab"))
# expect: A None True 0 3 7 ['a', 'b']
try: str.upper(5)
except TypeError as e: print(e)
# expect: descriptor 'upper' for 'str' objects doesn't apply to a 'int' object
