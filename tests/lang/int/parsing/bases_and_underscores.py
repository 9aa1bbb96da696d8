print(int("ff", 16), int("0b101", 0), int(" 1_000 "), int("-0x1F", 16), int("z", 36), int(b"12"), int("٣"))
# expect: 255 5 1000 -31 35 12 3
