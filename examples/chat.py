"""A chat server and three clients, over TCP, in one program.

The server keeps one writer per client and copies each line to everybody else.  Each client is a coroutine
that follows a script: it says its lines when its turn comes, and collects what it hears.
"""

import asyncio


class ChatServer:
    def __init__(self):
        self.writers = {}

    async def handle(self, reader, writer):
        name = (await reader.readline()).decode().strip()
        await self.tell(f"* {name} joins")
        self.writers[name] = writer
        writer.write(b"* welcome\n")
        try:
            while line := await reader.readline():
                await self.tell(f"{name}: {line.decode().strip()}", but=name)
        finally:
            del self.writers[name]
            await self.tell(f"* {name} leaves")
            writer.close()

    async def tell(self, text, but=None):
        for name, writer in self.writers.items():
            if name != but:
                writer.write(text.encode() + b"\n")
                await writer.drain()


class Client:
    def __init__(self, name):
        self.name = name
        self.heard = []

    async def join(self, address):
        self.reader, self.writer = await asyncio.open_connection(*address)
        self.writer.write(self.name.encode() + b"\n")
        await self.hear("* welcome")

    async def hear(self, awaited):
        """Reads until a line is `awaited`: clients meet through what they hear, not through the clock."""
        while line := (await self.reader.readline()).decode().strip():
            self.heard.append(line)
            if line == awaited:
                return

    def say(self, text):
        self.writer.write(text.encode() + b"\n")

    async def leave(self):
        self.writer.close()
        await self.writer.wait_closed()


async def main():
    server = ChatServer()
    async with await asyncio.start_server(server.handle, "127.0.0.1", 0) as listening:
        address = listening.sockets[0].getsockname()
        ada, bob, eve = Client("ada"), Client("bob"), Client("eve")
        await ada.join(address)
        await bob.join(address)
        await eve.join(address)

        ada.say("hello everybody")
        await asyncio.gather(bob.hear("ada: hello everybody"), eve.hear("ada: hello everybody"))
        bob.say("hello ada")
        await asyncio.gather(ada.hear("bob: hello ada"), eve.hear("bob: hello ada"))
        await eve.leave()
        await asyncio.gather(ada.hear("* eve leaves"), bob.hear("* eve leaves"))
        await ada.leave()
        await bob.hear("* ada leaves")
        await bob.leave()

    for client in ada, bob, eve:
        print(f"{client.name} heard:")
        for line in client.heard:
            print("   ", line)


asyncio.run(main())
