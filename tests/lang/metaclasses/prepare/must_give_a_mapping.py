class M(type):
    @classmethod
    def __prepare__(m, name, bases): return 5
class A(metaclass=M): pass
# raises: TypeError: M.__prepare__() must return a mapping, not int
