class Ends:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(42)
def f():
    print((yield from Ends()))  # expect: 42
list(f())
