from itertools import compress, dropwhile, takewhile, filterfalse, islice
print(list(compress("abc", [1, 0, 1])), list(dropwhile(str.islower, "abCd")), list(takewhile(str.islower, "abCd")), list(filterfalse(str.islower, "aB")), list(islice("abcdef", 1, 5, 2)))
# expect: ['a', 'c'] ['C', 'd'] ['a', 'b'] ['B'] ['b', 'd']
islice("a", -1)
# raises: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
