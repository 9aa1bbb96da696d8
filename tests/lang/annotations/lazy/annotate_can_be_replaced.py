# oracle: 3.14
def f(x: int): pass
print(f.__annotate__(1))  # expect: {'x': <class 'int'>}
f.__annotate__ = lambda fmt: {"x": "mine"}
print(f.__annotations__)  # expect: {'x': 'mine'}
