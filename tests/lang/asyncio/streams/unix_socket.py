# oracle: 3.11
import asyncio, os, tempfile
async def serve(r, w):
    w.write(await r.readline())
    w.close()
async def main():
    path = os.path.join(tempfile.mkdtemp(), "s")
    async with await asyncio.start_unix_server(serve, path):
        r, w = await asyncio.open_unix_connection(path)
        w.write(b"over unix\n")
        print(await r.read())  # expect: b'over unix\n'
        w.close()
asyncio.run(main())
