# oracle: 3.11
import array, os, socket
a, b = socket.socketpair()
read, write = os.pipe()
sent = a.sendmsg([b"one ", b"two"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [write]))])
print(sent)  # expect: 7
data, ancillary, flags, address = b.recvmsg(100, socket.CMSG_SPACE(4))
print(data, flags & socket.MSG_CTRUNC, len(ancillary))  # expect: b'one two' 0 1
level, kind, content = ancillary[0]
print(level == socket.SOL_SOCKET, kind == socket.SCM_RIGHTS)  # expect: True True
copy = array.array("i", content)[0]
os.write(copy, b"through")
print(os.read(read, 100))  # expect: b'through'
for fd in read, write, copy:
    os.close(fd)
a.close()
b.close()
