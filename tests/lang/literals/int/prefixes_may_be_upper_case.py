print(0XFF, 0B11, 0O17)  # expect: 255 3 15
