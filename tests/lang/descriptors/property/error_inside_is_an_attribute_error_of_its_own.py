class A:
    @property
    def p(self): return self.missing
try: A().p
except AttributeError as e: print(e)  # expect: 'A' object has no attribute 'missing'
