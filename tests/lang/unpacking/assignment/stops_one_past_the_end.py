# oracle: 3.14
class It:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        print("next", self.n)  # expect: next 1
        # expect: next 2
        # expect: next 3
        return self.n
try:
    a, b = It()
except ValueError:
    print("stopped")  # expect: stopped
