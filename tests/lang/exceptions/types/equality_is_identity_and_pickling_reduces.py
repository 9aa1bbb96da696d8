e = ValueError("a")
print(e == ValueError("a"), e.__reduce__())  # expect: False (<class 'ValueError'>, ('a',))
