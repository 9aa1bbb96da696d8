"""Awaitables of one's own: any object whose __await__ gives an iterator.

Three of them: one that gives way a number of times, one that is a value to come which callbacks can set (the
whole of what a future is), and one that delegates to other awaitables.
"""

import asyncio


class GiveWay:
    """Lets other tasks run `times` times.  A bare yield is what the event loop takes as "not yet"."""

    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield
        return f"gave way {self.times} times"


class Promise:
    """A value to come.  Awaiting it before it is kept waits; awaiting it later gives the value at once."""

    def __init__(self):
        self.future = asyncio.get_running_loop().create_future()

    def keep(self, value):
        self.future.set_result(value)

    def then(self, function):
        """A new promise of function(value)."""
        following = Promise()
        self.future.add_done_callback(lambda future: following.keep(function(future.result())))
        return following

    def __await__(self):
        return self.future.__await__()


class Both:
    """Awaits two things one after the other; `yield from` is to __await__ what await is to a coroutine."""

    def __init__(self, first, second):
        self.first, self.second = first, second

    def __await__(self):
        first = yield from self.first.__await__()
        second = yield from self.second.__await__()
        return first, second


async def chatter(name):
    for number in range(3):
        print(f"  {name} {number}")
        await GiveWay(1)


async def main():
    print("turn by turn:")
    await asyncio.gather(chatter("ping"), chatter("pong"))

    print(await GiveWay(3))

    promise = Promise()
    doubled = promise.then(lambda value: value * 2)
    asyncio.get_running_loop().call_later(0.01, promise.keep, 21)
    print("promised:", await doubled, "and once more:", await doubled)

    print("both:", await Both(promise, GiveWay(2)))

    try:
        await 42
    except TypeError as error:
        print("an int cannot be awaited:", type(error).__name__)


asyncio.run(main())
