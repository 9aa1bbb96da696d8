# oracle: 3.14
def f(x: Later) -> "text": pass
class Later: pass
print(f.__annotations__)  # expect: {'x': <class '__main__.Later'>, 'return': 'text'}
