try:
    compile("def f():\n nonlocal x", "f", "exec")
except SyntaxError as e:
    print(e.msg)  # expect: no binding for nonlocal 'x' found
