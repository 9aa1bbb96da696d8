class A: x = [1, 2]
print("{} {}".format(1, 2), "{1} {0} {1}".format(1, 2), "{a.x[1]} {b[k]}".format(a=A, b={"k": 5}), "{{}}".format(), "{!r:>5}".format("a"), "{:{w}}".format(5, w=4))
# expect: 1 2 2 1 2 2 5 {}   'a'    5
