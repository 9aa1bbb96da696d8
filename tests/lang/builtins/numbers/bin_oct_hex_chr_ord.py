print(bin(-5), oct(8), hex(255), chr(233), ord("é"), chr(0x1F600))
# expect: -0b101 0o10 0xff é 233 😀
try: chr(0x110000)
except ValueError as e: print(e)  # expect: chr() arg not in range(0x110000)
