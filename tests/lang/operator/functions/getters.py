import operator as op
class A: x = 1
print(op.itemgetter(1, 0)("ab"), op.attrgetter("x")(A), op.methodcaller("upper")("a"), op.add(1, 2), op.index(5), op.contains([1], 1), op.concat([1], [2]))
# expect: ('b', 'a') 1 A 3 5 True [1, 2]
