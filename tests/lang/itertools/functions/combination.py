from itertools import chain, zip_longest, product, permutations, combinations, combinations_with_replacement
print(list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])), list(zip_longest("ab", "c", fillvalue="-")))
# expect: ['a', 'b', 1] ['a', 'b', 'c'] [('a', 'c'), ('b', '-')]
print(list(product("ab", repeat=2)), list(permutations("abc", 2)), list(combinations("abc", 2)), list(combinations_with_replacement("ab", 2)))
# expect: [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')] [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')] [('a', 'b'), ('a', 'c'), ('b', 'c')] [('a', 'a'), ('a', 'b'), ('b', 'b')]
