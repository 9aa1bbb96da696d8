class A:
    def __len__(self): return self.n
a = A()
for a.n in 3, 1.5, -1, 2 ** 100:
    try: print(len(a))  # expect: 3
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError 'float' object cannot be interpreted as an integer
    # expect: ValueError __len__() should return >= 0
    # expect: OverflowError cannot fit 'int' into an index-sized integer
