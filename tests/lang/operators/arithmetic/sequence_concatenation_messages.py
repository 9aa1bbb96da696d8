for text in "'a' + 1", "[1] + (1,)", "(1,) + [1]", "b'a' + 'b'", "'a' * 'b'", "[1] * 1.5":
    try:
        eval(text)
    except TypeError as e:
        print(e)  # expect: can only concatenate str (not "int") to str
        # expect: can only concatenate list (not "tuple") to list
        # expect: can only concatenate tuple (not "list") to tuple
        # expect: can't concat str to bytes
        # expect: can't multiply sequence by non-int of type 'str'
        # expect: can't multiply sequence by non-int of type 'float'
