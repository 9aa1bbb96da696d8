try:
    eval("b'é'")
except SyntaxError as e:
    print(e.msg)  # expect: bytes can only contain ASCII literal characters
