a, *b, c = range(6)
print(a, b, c)  # expect: 0 [1, 2, 3, 4] 5
*x, = "hi"
print(x)  # expect: ['h', 'i']
