# oracle: 3.14
class C:
    def __init__(self):
        self.b = self.a = 1
        self.x.y = 1
print(C.__firstlineno__, sorted(C.__static_attributes__))  # expect: 2 ['a', 'b']
