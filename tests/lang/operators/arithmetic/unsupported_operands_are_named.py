for text in "1 + 'a'", "[] - 1", "None * 2.0", "{} @ 1", "'a' ** 2", "object() // 1", "1 << 1.0", "-'a'", "~1.5", "+[]":
    try:
        eval(text)
    except TypeError as e:
        print(e)  # expect: unsupported operand type(s) for +: 'int' and 'str'
        # expect: unsupported operand type(s) for -: 'list' and 'int'
        # expect: unsupported operand type(s) for *: 'NoneType' and 'float'
        # expect: unsupported operand type(s) for @: 'dict' and 'int'
        # expect: unsupported operand type(s) for ** or pow(): 'str' and 'int'
        # expect: unsupported operand type(s) for //: 'object' and 'int'
        # expect: unsupported operand type(s) for <<: 'int' and 'float'
        # expect: bad operand type for unary -: 'str'
        # expect: bad operand type for unary ~: 'float'
        # expect: bad operand type for unary +: 'list'
