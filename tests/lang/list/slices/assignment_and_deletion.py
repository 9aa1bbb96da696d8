a = list(range(6))
a[1:3] = "xyz"; print(a)  # expect: [0, 'x', 'y', 'z', 3, 4, 5]
a[::2] = [0, 0, 0, 0]; print(a)  # expect: [0, 'x', 0, 'z', 0, 4, 0]
del a[1::2]; print(a)  # expect: [0, 0, 0, 0]
a[5:1] = [9]; print(a)  # expect: [0, 0, 0, 0, 9]
a[:] = []; print(a)  # expect: []
