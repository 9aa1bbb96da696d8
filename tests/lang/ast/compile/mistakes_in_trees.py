# oracle: 3.14
import ast
def attempt(node):
    try: compile(ast.fix_missing_locations(ast.Expression(node)), "", "eval")
    except Exception as e: print(type(e).__name__, e)
attempt(ast.Name("x", ast.Store()))  # expect: ValueError expression must have Load context but has Store instead
attempt(ast.Name("None"))  # expect: ValueError identifier field can't represent 'None' constant
attempt(ast.Constant([]))  # expect: TypeError got an invalid type in Constant: list
attempt(ast.BoolOp(ast.And(), [ast.Constant(1)]))  # expect: ValueError BoolOp with less than 2 values
attempt(ast.Dict([ast.Constant(1)], []))  # expect: ValueError Dict doesn't have the same number of keys as values
