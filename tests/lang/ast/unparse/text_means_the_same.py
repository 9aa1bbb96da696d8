import ast
for source in ["x=(1,2)", "-(-a)**b", "(a+b)*c", "lambda x,/,*y:0", "f'{a!r:>{w}} {{'", "not (a or b) and c", "{**a,'b':1}", "x[1:2,...]",
               "print(*a, **b)", "(yield)", "3 .real", "1e999", "a if b else c", "[i async for i in y if i]"]:
    print(ast.unparse(ast.parse(source)))
# expect: x = (1, 2)
# expect: -(-a) ** b
# expect: (a + b) * c
# expect: lambda x, /, *y: 0
# expect: f'{a!r:>{w}} {{'
# expect: not (a or b) and c
# expect: {**a, 'b': 1}
# expect: x[1:2, ...]
# expect: print(*a, **b)
# expect: yield
# expect: 3 .real
# expect: 1e309
# expect: a if b else c
# expect: [i async for i in y if i]
