def f():
    counter = 1
    return countr
f()
# raises: NameError: name 'countr' is not defined. Did you mean: 'counter'?
