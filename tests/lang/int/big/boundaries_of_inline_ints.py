for n in 48, 49, 50, 63, 64:
    x = 1 << n
    print(x - 1 + 1 == x, -x - 1 + 1 == -x, (x + 5) * (x - 5) == x * x - 25, (-x) // 3, x * -1)
    # expect: True True True -93824992236886 -281474976710656
    # expect: True True True -187649984473771 -562949953421312
    # expect: True True True -375299968947542 -1125899906842624
    # expect: True True True -3074457345618258603 -9223372036854775808
    # expect: True True True -6148914691236517206 -18446744073709551616
