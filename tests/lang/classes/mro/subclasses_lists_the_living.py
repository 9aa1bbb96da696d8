class A: pass
class B(A): pass
class C(A): pass
print(A.__subclasses__())  # expect: [<class '__main__.B'>, <class '__main__.C'>]
del C
import gc; gc.collect()
print(A.__subclasses__())  # expect: [<class '__main__.B'>]
