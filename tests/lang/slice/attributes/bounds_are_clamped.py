a = [0, 1, 2, 3]
print(a[-100:100], a[3:0:-1], a[10:], a[::-2], a[:-5], a[2**70:], a[-2**70:2])
# expect: [0, 1, 2, 3] [3, 2, 1] [] [3, 1] [] [] [0, 1]
a[::0]
# raises: ValueError: slice step cannot be zero
