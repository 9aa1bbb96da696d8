o = object()
print(o == o, o != object(), o.__eq__(5), str(o)[:18], o.__doc__ is None, [n for n in dir(o)][:4])
# expect: True True NotImplemented <object object at  False ['__class__', '__delattr__', '__dir__', '__doc__']
