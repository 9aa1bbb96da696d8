x = (1 +
     2)  # a comment inside
y = 1 + \
    2
print(x == y)  # expect: True
