"""A thousand clients at a time against one server, for twenty seconds, or as many as the
first argument says: some finish, some are cancelled, some run out of time, some reset the
connection. In the end no descriptor, task or byte must be missing.

Every message is `length, checksum, bytes`; the server answers with the same bytes reversed,
so that each side knows what the other must have seen. Whoever is cut off counts as cut off;
whoever finishes must have got everything.
"""

import asyncio
import gc
import os
import random
import socket
import struct
import sys
import time
import zlib

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 20
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
HEADER = struct.Struct('!II')

counts = dict.fromkeys(['finished', 'cancelled', 'timed out', 'reset', 'refused', 'messages',
                        'bytes', 'served', 'cut off'], 0)
wrong = []


def descriptors():
    return len(os.listdir('/proc/self/fd'))


async def read_message(reader):
    """A message; None at the end of the stream."""
    try:
        length, checksum = HEADER.unpack(await reader.readexactly(HEADER.size))
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise ConnectionResetError('cut off within a header')
        return None
    data = await reader.readexactly(length)
    if zlib.crc32(data) != checksum:
        wrong.append(f'checksum of {length} bytes')
    return data


def write_message(writer, data):
    writer.writelines([HEADER.pack(len(data), zlib.crc32(data)), data])


async def serve(reader, writer):
    try:
        while (data := await read_message(reader)) is not None:
            write_message(writer, data[::-1])
            await writer.drain()
        counts['served'] += 1
    except (OSError, asyncio.IncompleteReadError):
        counts['cut off'] += 1
    finally:
        writer.close()
        try:
            await writer.wait_closed()
        except OSError:
            pass


def reset(writer):
    """Close the connection so that the peer gets a reset."""
    sock = writer.get_extra_info('socket')
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    writer.transport.abort()


async def converse(reader, writer, fate):
    for number in range(random.randrange(1, 6)):
        size = random.choice([0, 1, 100, 5000, 100_000])
        data = random.randbytes(min(size, 1000)) * max(1, size // 1000)
        write_message(writer, data)
        if fate == 'reset' and random.random() < .5:
            reset(writer)
            counts['reset'] += 1
            return
        await writer.drain()
        answer = await read_message(reader)
        if answer != data[::-1]:
            wrong.append(f'{len(data)} bytes, answered by {answer and len(answer)}')
        counts['messages'] += 1
        counts['bytes'] += len(data)
        if random.random() < .3:
            await asyncio.sleep(random.random() * .05)
    counts['finished'] += 1


async def client(port, fate):
    try:
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
    except ConnectionError:
        counts['refused'] += 1
        return
    try:
        limit = random.random() * .2 if fate == 'limit' else None
        async with asyncio.timeout(limit):
            await converse(reader, writer, fate)
    except TimeoutError:
        counts['timed out'] += 1
    finally:
        writer.close()
        try:
            await writer.wait_closed()
        except OSError:
            pass


async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0, backlog=CLIENTS)
    port = server.sockets[0].getsockname()[1]
    end = time.monotonic() + SECONDS
    clients = set()
    most = 0

    def ended(task):
        clients.discard(task)
        counts['cancelled'] += task.cancelled()

    while time.monotonic() < end:
        while len(clients) < CLIENTS:
            fate = random.choice(['finish', 'finish', 'cancel', 'limit', 'reset'])
            task = asyncio.create_task(client(port, fate))
            clients.add(task)
            task.add_done_callback(ended)
            if fate == 'cancel':
                asyncio.get_running_loop().call_later(random.random(), task.cancel)
        most = max(most, len(clients))
        await asyncio.sleep(.01)
    results = await asyncio.gather(*clients, return_exceptions=True)
    for result in results:
        if result is not None and not isinstance(result, asyncio.CancelledError):
            wrong.append(repr(result))
    server.close()
    await server.wait_closed()
    for _ in range(100):
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if not left:
            break
        await asyncio.sleep(.05)
    for task in left:
        wrong.append(f'a task is left: {task!r}')
    return most


def run():
    asyncio.run(asyncio.sleep(0))       # what a loop needs is there before we count
    before = descriptors()
    unhandled = []
    sys.unraisablehook = lambda raised: unhandled.append(repr(raised))
    most = asyncio.run(main())
    gc.collect()
    wrong.extend(unhandled)
    after = descriptors()
    if after != before:
        wrong.append(f'{after - before} descriptors are left')
    print(f'{most} clients at a time:', ', '.join(f'{n} {what}' for what, n in counts.items()))
    for line in wrong[:20]:
        print('WRONG:', line)
    sys.exit(bool(wrong))


run()
