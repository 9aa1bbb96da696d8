# oracle: 3.11
import asyncio
class Echo(asyncio.Protocol):
    def connection_made(self, t): self.t = t
    def data_received(self, d): self.t.write(d[::-1])
class Client(asyncio.Protocol):
    def __init__(self, done): self.done = done
    def connection_made(self, t): t.write(b"abc")
    def data_received(self, d): self.done.set_result(d)
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    done = loop.create_future()
    t, p = await loop.create_connection(lambda: Client(done), *server.sockets[0].getsockname())
    print(await done, t.is_closing(), type(p).__name__)  # expect: b'cba' False Client
    t.close()
    server.close()
asyncio.run(main())
