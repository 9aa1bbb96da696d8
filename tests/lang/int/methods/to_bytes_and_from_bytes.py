print((1024).to_bytes(2, "big"), (-2).to_bytes(2, "little", signed=True), int.from_bytes(b"\xff\xfe", "big", signed=True))
# expect: b'\x04\x00' b'\xfe\xff' -2
try: (256).to_bytes(1, "big")
except OverflowError as e: print(e)  # expect: int too big to convert
try: (-1).to_bytes(1, "big")
except OverflowError as e: print(e)  # expect: can't convert negative int to unsigned
