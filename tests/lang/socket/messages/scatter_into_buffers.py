# oracle: 3.11
import socket
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
a.sendmsg([b"abc", bytearray(b"def"), memoryview(b"gh")])
parts = [bytearray(2), bytearray(4), bytearray(4)]
count, ancillary, flags, address = b.recvmsg_into(parts)
print(count, parts)  # expect: 8 [bytearray(b'ab'), bytearray(b'cdef'), bytearray(b'gh\x00\x00')]
a.send(b"next")
buffer = bytearray(8)
print(b.recvfrom_into(buffer, 6)[0], buffer)  # expect: 4 bytearray(b'next\x00\x00\x00\x00')
try:
    b.recvfrom_into(buffer, 9)
except ValueError as e:
    print(e)  # expect: nbytes is greater than the length of the buffer
a.close()
b.close()
