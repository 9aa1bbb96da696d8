print(eval(compile("1+1", "f", "eval")))  # expect: 2
exec(compile("1+1", "f", "single"))  # expect: 2
exec(compile("print('x')", "f", "exec"))  # expect: x
