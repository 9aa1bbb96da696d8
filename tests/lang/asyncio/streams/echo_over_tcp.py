# oracle: 3.11
import asyncio
async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server:
        r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
        w.writelines([b"one\n", b"two\n"])
        print(await r.readline(), await r.readuntil(b"O"))  # expect: b'ONE\n' b'TWO'
        w.write_eof()
        print(await r.read(), r.at_eof())  # expect: b'\n' True
        w.close()
        await w.wait_closed()
asyncio.run(main())
