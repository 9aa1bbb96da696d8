print(type(5), type(type), type(None), callable(len), callable(5), type("X", (), {}).__name__)
# expect: <class 'int'> <class 'type'> <class 'NoneType'> True False X
