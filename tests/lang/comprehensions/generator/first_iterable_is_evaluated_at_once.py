try:
    (x for x in 5)
except TypeError as e:
    print(e)  # expect: 'int' object is not iterable
g = (1 / y for y in [0])
print("made")  # expect: made
