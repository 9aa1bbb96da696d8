# oracle: 3.14
from itertools import batched
print(list(batched("abcde", 2)))  # expect: [('a', 'b'), ('c', 'd'), ('e',)]
list(batched("abc", 2, strict=True))
# raises: ValueError: batched(): incomplete batch
