# oracle: 3.11
import socket
print(socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))  # expect: ('127.0.0.1', '80')
print(socket.inet_aton("127.1"))  # expect: b'\x7f\x00\x00\x01'
for call in (
    lambda: socket.getservbyname("no such service"),
    lambda: socket.getservbyport(1 << 17),
    lambda: socket.inet_aton("1.2.3.4.5"),
):
    try:
        call()
    except (OSError, OverflowError) as e:
        print(e)
# expect: service/proto not found
# expect: getservbyport: port must be 0-65535.
# expect: illegal IP address string passed to inet_aton
