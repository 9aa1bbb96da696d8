class Alias:
    def __mro_entries__(self, bases): return (int,)
class C(Alias()): pass
print(C.__bases__, type(C.__orig_bases__[0]).__name__)  # expect: (<class 'int'>,) Alias
