import ast
name = ast.parse("é = b").body[0].value
print(name.lineno, name.col_offset, name.end_lineno, name.end_col_offset)  # expect: 1 5 1 6
print(ast.get_source_segment("é = b", name))  # expect: b
