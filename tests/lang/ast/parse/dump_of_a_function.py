# oracle: 3.14
import ast
print(ast.dump(ast.parse("async def f(a, *, b=1): return a + b")))
# expect: Module(body=[AsyncFunctionDef(name='f', args=arguments(args=[arg(arg='a')], kwonlyargs=[arg(arg='b')], kw_defaults=[Constant(value=1)]), body=[Return(value=BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=Name(id='b', ctx=Load())))])])
print(ast.parse("x = 1"))  # expect: Module(body=[Assign(targets=[Name(id='x', ctx=Store(...))], value=Constant(value=1, kind=None), type_comment=None)], type_ignores=[])
