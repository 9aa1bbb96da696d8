import _ring_a
print(_ring_a.get())  # expect: 5
