print((255).bit_length(), (-1).bit_length(), (0).bit_length(), (255).bit_count(), (6).as_integer_ratio())
# expect: 8 1 0 8 (6, 1)
