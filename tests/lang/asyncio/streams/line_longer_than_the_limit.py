# oracle: 3.11
import asyncio
async def main():
    r = asyncio.StreamReader(limit=8)
    r.feed_data(b"0123456789abcdefghij\nnext\n")
    try: await r.readline()
    except ValueError as e: print(e)  # expect: Separator is found, but chunk is longer than limit
    print(await r.readline())  # expect: b'next\n'
asyncio.run(main())
