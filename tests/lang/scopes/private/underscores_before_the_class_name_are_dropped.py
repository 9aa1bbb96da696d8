class __A:
    __x = 1
    __y__ = 2
print(sorted(n for n in vars(__A) if "x" in n or "__y" in n))  # expect: ['_A__x', '__y__']
