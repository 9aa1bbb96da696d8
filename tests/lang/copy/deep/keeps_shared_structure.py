import copy
a = [1]
b = [a, a, {"k": (a,)}]; b.append(b)
c = copy.deepcopy(b)
print(c[0] is c[1], c[0] is a, c[3] is c, copy.copy(b)[0] is a)  # expect: True False True True
