for x in []:
    pass
else:
    print("empty else")  # expect: empty else
for x in [1]:
    break
else:
    print("never")
print(x)  # expect: 1
