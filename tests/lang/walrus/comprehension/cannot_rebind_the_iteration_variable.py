try:
    compile("[x := 1 for x in y]", "f", "exec")
except SyntaxError as e:
    print(e.msg)  # expect: assignment expression cannot rebind comprehension iteration variable 'x'
