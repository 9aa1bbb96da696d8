data = [3, 2, 1]
while (x := data.pop()) < 3:
    print(x)  # expect: 1
    # expect: 2
