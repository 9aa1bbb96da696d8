# oracle: 3.11
import asyncio, socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    port = s.getsockname()[1]
async def main():
    try: await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as e: print(type(e).__name__, e.errno)
    # expect: ConnectionRefusedError 111
asyncio.run(main())
