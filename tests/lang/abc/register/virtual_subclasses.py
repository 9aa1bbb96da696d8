import abc, collections.abc as c
class A(abc.ABC): pass
A.register(int)
class Sized:
    def __len__(self): return 0
print(isinstance(5, A), issubclass(bool, A), isinstance(Sized(), c.Sized), isinstance([], c.Sequence), isinstance((x for x in []), c.Iterator), isinstance({}, c.Mapping))
# expect: True True True True True True
