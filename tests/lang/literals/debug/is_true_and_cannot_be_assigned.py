print(__debug__)  # expect: True
try:
    compile("__debug__ = 1", "f", "exec")
except SyntaxError as e:
    print(e.msg)  # expect: cannot assign to __debug__
