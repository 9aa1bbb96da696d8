class A:
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return "radd"
A() + A()
# raises: TypeError: unsupported operand type(s) for +: 'A' and 'A'
