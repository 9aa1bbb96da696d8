from functools import partial, partialmethod
p = partial(int, base=2)
print(p("101"), p.func, p.args, p.keywords, partial(partial(max, 1), 2)(3), p("ff", base=16))
# expect: 5 <class 'int'> () {'base': 2} 3 255
class A:
    def f(self, *a, **k): return a, k
    g = partialmethod(f, 1, x=2)
print(A().g(3))  # expect: ((1, 3), {'x': 2})
