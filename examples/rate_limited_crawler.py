"""A crawler that never has more than three requests open, nor starts more than a given number per second.

It crawls a web site that this program serves itself: pages on a local port, each linking to two others.  The
server notes how many requests it saw at once, so that the limit can be checked from the other side.
"""

import asyncio
import re

PAGES = 15
AT_ONCE = 3
PER_SECOND = 200


class Site:
    """A minimal HTTP/1.0 server of a tree of pages: page n links to pages 2n+1 and 2n+2."""

    def __init__(self):
        self.open = self.most_open = self.requests = 0

    async def handle(self, reader, writer):
        self.open += 1
        self.requests += 1
        self.most_open = max(self.most_open, self.open)
        request = await reader.readuntil(b"\r\n\r\n")
        number = int(re.match(rb"GET /(\d+) ", request)[1])
        await asyncio.sleep(0.01)  # a slow site: requests overlap
        links = [n for n in (2 * number + 1, 2 * number + 2) if n < PAGES]
        body = "".join(f'<a href="/{n}">page {n}</a>\n' for n in links)
        writer.write(f"HTTP/1.0 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        self.open -= 1
        await writer.drain()
        writer.close()


class RateLimiter:
    """Gives out starting times that are evenly spaced."""

    def __init__(self, per_second):
        self.gap = 1 / per_second
        self.next = 0.0

    async def wait(self):
        now = asyncio.get_running_loop().time()
        self.next = max(self.next + self.gap, now)
        await asyncio.sleep(self.next - now)


class Crawler:
    def __init__(self, address):
        self.address = address
        self.slots = asyncio.Semaphore(AT_ONCE)
        self.limiter = RateLimiter(PER_SECOND)
        self.links = {}

    async def crawl(self, start):
        async with asyncio.TaskGroup() as group:
            self.group = group
            self.visit(start)

    def visit(self, path):
        if path not in self.links:
            self.links[path] = []  # at once, so that no page is asked for twice
            self.group.create_task(self.fetch(path))

    async def fetch(self, path):
        async with self.slots:
            await self.limiter.wait()
            reader, writer = await asyncio.open_connection(*self.address)
            writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
            answer = (await reader.read()).decode()
            writer.close()
        self.links[path] = re.findall(r'href="([^"]+)"', answer)
        for link in self.links[path]:
            self.visit(link)


async def main():
    site = Site()
    async with await asyncio.start_server(site.handle, "127.0.0.1", 0) as server:
        crawler = Crawler(server.sockets[0].getsockname())
        await crawler.crawl("/0")
    for path in sorted(crawler.links, key=lambda path: int(path[1:])):
        print(path, "->", *crawler.links[path])
    print(f"{site.requests} requests for {len(crawler.links)} pages")
    print(f"never more than {AT_ONCE} at once:", site.most_open <= AT_ONCE)


asyncio.run(main())
