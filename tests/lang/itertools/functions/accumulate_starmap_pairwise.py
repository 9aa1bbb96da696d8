from itertools import accumulate, starmap, pairwise
import operator
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul, initial=10)), list(starmap(pow, [(2, 3), (3, 2)])), list(pairwise("abcd")))
# expect: [1, 3, 6] [10, 10, 20, 60] [8, 9] [('a', 'b'), ('b', 'c'), ('c', 'd')]
