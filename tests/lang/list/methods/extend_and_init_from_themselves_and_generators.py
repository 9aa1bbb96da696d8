a = [1]
a += a; a.extend(x * 2 for x in (5, 6)); a += "ab"
a.__init__([9])
print(a)  # expect: [9]
