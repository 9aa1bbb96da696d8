# oracle: 3.14
def f(first, second): pass
f(frist=1, second=2)
# raises: TypeError: f() got an unexpected keyword argument 'frist'. Did you mean 'first'?
