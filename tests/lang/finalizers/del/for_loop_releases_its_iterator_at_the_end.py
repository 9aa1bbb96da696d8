class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
    def __del__(self): print("del")  # expect: del
for x in It(): pass
print("after")  # expect: after
