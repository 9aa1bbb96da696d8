# oracle: 3.11
import asyncio
async def serve(r, w):
    w.write(b"x" * 3_000_000)
    await w.drain()
    w.close()
async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as s:
        r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
        print(len(await r.read()))  # expect: 3000000
        w.close()
asyncio.run(main())
