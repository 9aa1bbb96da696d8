def mid():
    print("mid")  # expect: mid
    return 2
print(1 < mid() < 3)  # expect: True
