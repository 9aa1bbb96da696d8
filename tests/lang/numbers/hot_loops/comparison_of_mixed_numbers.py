print([a < b for a in (1, 1.5, True, 2 ** 70) for b in (1, 1.5, False, 2.0 ** 70)], 1 == 1.0 == True, 2 ** 70 == 2.0 ** 70)
# expect: [False, True, False, True, False, False, False, True, False, True, False, True, False, False, False, False] True True
