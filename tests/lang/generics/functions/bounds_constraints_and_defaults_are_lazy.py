# oracle: 3.14
def f[T: Missing, U: (int, str), V = list[int]](): pass
t, u, v = f.__type_params__
print(u.__constraints__, v.__default__, t.__constraints__)
# expect: (<class 'int'>, <class 'str'>) list[int] ()
t.__bound__
# raises: NameError: name 'Missing' is not defined
