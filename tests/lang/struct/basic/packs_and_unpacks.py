import struct
print(struct.pack(">hIq", -2, 7, 1 << 40))  # expect: b'\xff\xfe\x00\x00\x00\x07\x00\x00\x01\x00\x00\x00\x00\x00'
print(struct.unpack("<3sx?d", b"abc\0\1\0\0\0\0\0\0\xf0?"))  # expect: (b'abc', True, 1.0)
print(struct.calcsize("bi"), struct.calcsize("<bi"))  # expect: 8 5
print(list(struct.Struct("2B").iter_unpack(b"abcd")))  # expect: [(97, 98), (99, 100)]
buffer = bytearray(4)
struct.pack_into("!H", buffer, 1, 513)
print(buffer, struct.unpack_from("!H", buffer, offset=1))  # expect: bytearray(b'\x00\x02\x01\x00') (513,)
