match [1, (2, 3)]:
    case [1, (2, _) as pair] as whole: print(pair, whole)  # expect: (2, 3) [1, (2, 3)]
