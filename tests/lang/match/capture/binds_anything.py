match [1, 2]:
    case x:
        print(x)  # expect: [1, 2]
