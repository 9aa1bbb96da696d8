import types
c = types.CellType()
try:
    c.cell_contents
except ValueError as e:
    print(e)  # expect: Cell is empty
