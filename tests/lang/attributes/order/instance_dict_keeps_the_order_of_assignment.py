class A:
    def __init__(self, flip):
        if flip: self.b = 1; self.a = 2
        else: self.a = 1; self.b = 2
x, y = A(0), A(1)
del x.a
x.a = 9
print(vars(x), vars(y), list(vars(y)))  # expect: {'b': 2, 'a': 9} {'b': 1, 'a': 2} ['b', 'a']
