a = "x"
b = a
for i in range(3): a += str(i)
print(a, b)  # expect: x012 x
