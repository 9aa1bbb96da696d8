(lambda x: x)()
# raises: TypeError: <lambda>() missing 1 required positional argument: 'x'
