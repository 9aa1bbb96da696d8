print(3j, 1.5J, 2 + 3j, -0j)  # expect: 3j 1.5j (2+3j) (-0-0j)
