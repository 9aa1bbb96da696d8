"""Finds out which ports of a list are open: all of them are tried at the same time.

The program opens some ports of its own on localhost to have something to find.  A semaphore bounds the
number of attempts, a time-out bounds each of them, and answers are taken as they come.
"""

import asyncio
import socket


def free_ports(count):
    """Ports that nobody listens on: bound and let go again."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports


async def check(port, slots):
    async with slots:
        try:
            async with asyncio.timeout(2):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            return port, "closed", ""
        except TimeoutError:
            return port, "no answer", ""
        # Some services say who they are at once; do not wait for those that do not.
        try:
            banner = (await asyncio.wait_for(reader.readline(), 0.05)).decode().strip()
        except TimeoutError:
            banner = ""
        writer.close()
        return port, "open", banner


def service(banner):
    async def handle(reader, writer):
        if banner:
            writer.write(banner.encode() + b"\n")
        await reader.read()
        writer.close()

    return handle


async def main():
    banners = ["SSH-2.0-example", "220 mail ready", ""]
    servers = [await asyncio.start_server(service(banner), "127.0.0.1", 0) for banner in banners]
    open_ports = {server.sockets[0].getsockname()[1]: banner for server, banner in zip(servers, banners)}
    ports = [*open_ports, *free_ports(20)]

    slots = asyncio.Semaphore(8)
    found = {"open": [], "closed": [], "no answer": []}
    for answer in asyncio.as_completed([check(port, slots) for port in ports]):
        port, state, banner = await answer
        found[state].append((port, banner))

    print("checked:", len(ports))
    for state, answers in found.items():
        print(f"{state}: {len(answers)}")
    print("as expected:", dict(found["open"]) == open_ports)
    for banner in sorted(banner for _, banner in found["open"]):
        print("  ", banner or "(says nothing)")
    for server in servers:
        server.close()


asyncio.run(main())
