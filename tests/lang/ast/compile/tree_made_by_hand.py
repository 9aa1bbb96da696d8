# oracle: 3.14
import ast
tree = ast.Expression(ast.BinOp(ast.Constant(20), ast.Add(), ast.Name("x")))
print(eval(compile(ast.fix_missing_locations(tree), "<tree>", "eval"), {"x": 22}))  # expect: 42
class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant(node.value * 2)
tree = ast.fix_missing_locations(Double().visit(ast.parse("print(21, (3, 4))")))
exec(compile(tree, "<tree>", "exec"))  # expect: 42 (6, 8)
