match 1, 2:
    case 1, x: print(x)  # expect: 2
