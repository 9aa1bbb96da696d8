# oracle: 3.14
class A:
    def __eq__(self, o): return True
{A()}
# raises: TypeError: cannot use 'A' as a set element (unhashable type: 'A')
