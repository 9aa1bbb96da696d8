class A:
    def __iter__(self): return 5
for x in A(): pass
# raises: TypeError: iter() returned non-iterator of type 'int'
