# oracle: 3.14
import abc
class A(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
    @property
    @abc.abstractmethod
    def p(self): pass
class B(A):
    f = p = None
print(type(B()).__name__, sorted(A.__abstractmethods__))  # expect: B ['f', 'p']
A()
# raises: TypeError: Can't instantiate abstract class A without an implementation for abstract methods 'f', 'p'
