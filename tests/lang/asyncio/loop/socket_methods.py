# oracle: 3.11
import asyncio, socket
async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False); b.setblocking(False)
    await loop.sock_sendall(a, b"hello")
    print(await loop.sock_recv(b, 100))  # expect: b'hello'
    a.close()
    print(await loop.sock_recv(b, 100))  # expect: b''
    b.close()
asyncio.run(main())
