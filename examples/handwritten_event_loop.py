"""An event loop written by hand, in a hundred lines, that drives coroutines with send().

A coroutine that cannot go on yields a request: "wake me at this time" or "wake me when this socket can be
read".  The loop keeps who waits for what and sends the answer.  No asyncio anywhere: this is all there is
to it.
"""

import heapq
import itertools
import selectors
import socket
import time
import types
from collections import deque


@types.coroutine
def sleep(seconds):
    """Yields straight to the loop: types.coroutine makes a generator awaitable."""
    yield "sleep", seconds


@types.coroutine
def wait_for_socket(sock, event):
    yield "socket", (sock, event)


@types.coroutine
def spawn(coroutine):
    return (yield "spawn", coroutine)


class Loop:
    def __init__(self):
        self.ready = deque()  # (coroutine, what to send it)
        self.sleeping = []  # a heap of (when, number, coroutine)
        self.numbers = itertools.count()  # so that the heap never compares coroutines
        self.selector = selectors.DefaultSelector()

    def run(self, coroutine):
        self.ready.append((coroutine, None))
        while self.ready or self.sleeping or self.selector.get_map():
            self.wait()
            for _ in range(len(self.ready)):
                self.step(*self.ready.popleft())

    def wait(self):
        """Moves what can go on to the ready queue; waits only if nothing is there yet."""
        timeout = None
        if self.ready:
            timeout = 0
        elif self.sleeping:
            timeout = max(0, self.sleeping[0][0] - time.monotonic())
        if self.selector.get_map():
            for key, _ in self.selector.select(timeout):
                self.selector.unregister(key.fileobj)
                self.ready.append((key.data, None))
        elif timeout:
            time.sleep(timeout)
        while self.sleeping and self.sleeping[0][0] <= time.monotonic():
            self.ready.append((heapq.heappop(self.sleeping)[2], None))

    def step(self, coroutine, answer):
        try:
            request, argument = coroutine.send(answer)
        except StopIteration:
            return  # it has returned
        if request == "sleep":
            when = time.monotonic() + argument
            heapq.heappush(self.sleeping, (when, next(self.numbers), coroutine))
        elif request == "socket":
            self.selector.register(*argument, coroutine)
        elif request == "spawn":
            self.ready.append((coroutine, argument))
            self.ready.append((argument, None))


async def receive(sock):
    await wait_for_socket(sock, selectors.EVENT_READ)
    return sock.recv(1024)


async def send(sock, data):
    while data:
        await wait_for_socket(sock, selectors.EVENT_WRITE)
        data = data[sock.send(data) :]


async def shout(sock):
    """A server in four lines: gives back in capitals what it is told."""
    while data := await receive(sock):
        await send(sock, data.upper())
    sock.close()


async def ticker(name, seconds, count):
    for number in range(count):
        await sleep(seconds)
        print(f"{name} {number + 1}")


async def main():
    here, there = socket.socketpair()
    await spawn(shout(there))
    await send(here, b"hello from a coroutine")
    print((await receive(here)).decode())
    here.close()
    await spawn(ticker("slow", 0.1, 2))
    await spawn(ticker("  fast", 0.02, 2))
    await sleep(0.3)
    print("main is done")


Loop().run(main())
