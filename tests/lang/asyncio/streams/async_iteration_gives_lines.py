# oracle: 3.11
import asyncio
async def main():
    r = asyncio.StreamReader()
    r.feed_data(b"a\nb\nrest")
    r.feed_eof()
    async for line in r: print(line)  # expect: b'a\n'
    # expect: b'b\n'
    # expect: b'rest'
asyncio.run(main())
