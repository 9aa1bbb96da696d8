from functools import cached_property
class A:
    @cached_property
    def p(self):
        print("computed")  # expect: computed
        return 5
a = A()
print(a.p, a.p, a.__dict__)  # expect: 5 5 {'p': 5}
