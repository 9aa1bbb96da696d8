class C: RED = 1
match 1:
    case C.RED: print("red")  # expect: red
