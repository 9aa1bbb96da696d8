# oracle: 3.11
import asyncio
async def main():
    r = asyncio.StreamReader()
    r.feed_data(b"abc")
    print(await r.readexactly(2))  # expect: b'ab'
    r.feed_eof()
    try: await r.readexactly(5)
    except asyncio.IncompleteReadError as e: print(e, e.partial)
    # expect: 1 bytes read on a total of 5 expected bytes b'c'
asyncio.run(main())
