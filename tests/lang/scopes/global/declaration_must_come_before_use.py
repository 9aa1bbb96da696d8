try:
    compile("def f():\n x = 1\n global x", "f", "exec")
except SyntaxError as e:
    print(e.msg)  # expect: name 'x' is assigned to before global declaration
