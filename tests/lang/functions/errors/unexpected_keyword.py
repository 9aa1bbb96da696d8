def f(a): pass
f(1, zz=2)
# raises: TypeError: f() got an unexpected keyword argument 'zz'
