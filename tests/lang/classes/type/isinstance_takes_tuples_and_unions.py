print(isinstance(1, (str, int)), isinstance(1, int | str), issubclass(bool, (int,)), isinstance(True, int))
# expect: True True True True
