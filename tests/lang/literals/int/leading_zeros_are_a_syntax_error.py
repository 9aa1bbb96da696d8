try:
    compile("x = 012", "f", "exec")
except SyntaxError as e:
    print(e.msg)
    # expect: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
