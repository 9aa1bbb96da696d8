# oracle: 3.14
f = len
match 1:
    case f(): pass
# raises: TypeError: called match pattern must be a class
