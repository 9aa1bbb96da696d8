a = []
print(id(a) == id(a), a is a, hash("a") == hash("a"), hash(()) == hash(()))
# expect: True True True True
try: hash([])
except TypeError as e: print(e)  # expect: unhashable type: 'list'
