print(True + True, True * 3, isinstance(True, int), True == 1, sum([True, False, True]), True & 1, True & False, True ^ True)
# expect: 2 3 True True 2 1 False False
