class M(type):
    def __new__(m, n, b, ns):
        ns.pop("__classcell__", None)
        return super().__new__(m, n, b, ns)
class A(metaclass=M):
    def f(self): return __class__
# raises: RuntimeError: __class__ not set defining 'A' as <class '__main__.A'>. Was __classcell__ propagated to type.__new__?
