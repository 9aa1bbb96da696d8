print((0.1).hex(), float.fromhex("0x1.8p1"), (0.75).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer())
# expect: 0x1.999999999999ap-4 3.0 (3, 4) True False
