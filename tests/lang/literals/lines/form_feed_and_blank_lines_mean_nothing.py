x = 1


if x:  # expect: after a form feed
    print("after a form feed")


