class It:
    def __iter__(self): return self
    def __next__(self): return 1
def outer():
    try: yield from It()
    except ValueError: yield "outer caught"
o = outer()
next(o)
print(o.throw(ValueError))  # expect: outer caught
