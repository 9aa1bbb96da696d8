print(1 == "1")  # expect: False
1 < "1"
# raises: TypeError: '<' not supported between instances of 'int' and 'str'
