match 5:
    case 6: print("six")
print("after")  # expect: after
