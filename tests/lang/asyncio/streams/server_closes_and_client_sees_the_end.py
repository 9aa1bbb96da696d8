# oracle: 3.11
import asyncio
async def serve(r, w):
    w.write(b"bye")
    w.close()
async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as s:
        r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
        print(await r.read(), await r.read(), await r.readline())  # expect: b'bye' b'' b''
        w.close()
asyncio.run(main())
