# oracle: 3.11
import asyncio, socket
async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    got = loop.create_future()
    loop.add_reader(b, lambda: got.done() or got.set_result(b.recv(10)))
    a.send(b"data")
    print(await got, loop.remove_reader(b), loop.remove_reader(b))  # expect: b'data' True False
    a.close(); b.close()
asyncio.run(main())
