# oracle: 3.11
import socket, threading
a, b = socket.socketpair()
got = []
t = threading.Thread(target=lambda: got.append(b.recv(10)))
t.start()
a.sendall(b"hi")
t.join()
print(got)  # expect: [b'hi']
