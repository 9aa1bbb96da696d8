# oracle: 3.14
import ast
print(ast.BinOp._fields, ast.BinOp.__match_args__, ast.BinOp.__base__)
# expect: ('left', 'op', 'right') ('left', 'op', 'right') <class 'ast.expr'>
print(ast.Return._field_types, ast.Return().value)  # expect: {'value': ast.expr | None} None
print(ast.Name("x").ctx, ast.List().elts)  # expect: Load() []
