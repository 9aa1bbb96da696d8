# oracle: 3.14
import struct
def show(function, *args):
    try:
        function(*args)
    except struct.error as error:
        print(error)
show(struct.pack, "B", 256)  # expect: 'B' format requires 0 <= number <= 255
show(struct.pack, "h", "x")  # expect: required argument is not an integer
show(struct.pack, "2h", 1)  # expect: pack expected 2 items for packing (got 1)
show(struct.unpack, "i", b"123")  # expect: unpack requires a buffer of 4 bytes
show(struct.calcsize, "5")  # expect: repeat count given without format specifier
show(struct.calcsize, "k")  # expect: bad char in struct format
