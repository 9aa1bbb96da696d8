"""A pipeline of async generators: each stage pulls from the one before it, one item at a time.

Nothing is read before it is wanted.  When the consumer has seen enough, closing the last stage closes the
whole chain from the end to the source, which runs each stage's `finally`.
"""

import asyncio
from contextlib import aclosing

LOG = """\
10:00 GET /index.html 200 12
10:01 GET /missing.html 404 3
10:02 POST /form 500 250
10:03 GET /image.png 200 40
10:04 GET /form 503 900
10:05 GET /other.html 200 9
"""


async def lines(text):
    """The source: pretends that each line arrives from a network."""
    try:
        for number, line in enumerate(text.splitlines(), 1):
            await asyncio.sleep(0)
            print(f"  read line {number}")
            yield line
    finally:
        print("  source closed")


async def parsed(source):
    async with aclosing(source):
        async for line in source:
            when, method, path, status, took = line.split()
            yield {"when": when, "path": path, "status": int(status), "took": int(took)}


async def failures(source):
    async with aclosing(source):
        async for entry in source:
            if entry["status"] >= 400:
                yield entry


async def first(count, source):
    async with aclosing(source):
        async for item in source:
            yield item
            count -= 1
            if not count:
                return


async def main():
    print("the first two failures:")
    async for entry in first(2, failures(parsed(lines(LOG)))):
        print(f"{entry['when']} {entry['path']} gave {entry['status']}")

    print("the slowest of all:")
    slowest = max([entry async for entry in parsed(lines(LOG))], key=lambda entry: entry["took"])
    print(f"{slowest['path']} took {slowest['took']} ms")


asyncio.run(main())
