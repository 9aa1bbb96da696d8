match 5:
    case x if x > 9: print("big")
    case x if print("guard", x): pass
    case x: print("last", x)  # expect: guard 5
    # expect: last 5
