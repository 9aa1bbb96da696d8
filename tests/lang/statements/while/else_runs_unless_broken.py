n = 2
while n:
    n -= 1
else:
    print("else")  # expect: else
while True:
    break
else:
    print("never")
