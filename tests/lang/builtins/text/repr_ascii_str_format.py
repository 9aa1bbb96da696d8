print(repr("é"), ascii("é"), str(1.0), format(255, "x"), repr(None), repr(...))
# expect: 'é' '\xe9' 1.0 ff None Ellipsis
