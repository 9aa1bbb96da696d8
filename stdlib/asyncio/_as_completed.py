"""The iterator behind asyncio.as_completed()."""

from collections import deque

from . import events, exceptions, tasks


class _AsCompletedIterator:
    """Gives futures in the order in which they complete, to `for` and to `async for`."""

    def __init__(self, aws, timeout):
        loop = events.get_event_loop()
        todo = {tasks.ensure_future(aw, loop=loop) for aw in set(aws)}
        self._todo = todo
        self._left = len(todo)      # how many have not been handed out
        self._done = deque()        # futures in order of completion; None says that the time is up
        self._waiters = deque()
        self._loop = loop
        self._timer = None
        for future in todo:
            future.add_done_callback(self._handle_completion)
        if todo and timeout is not None:
            self._timer = loop.call_later(timeout, self._handle_timeout)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        self._take(StopAsyncIteration)
        return await self._wait_for_one()

    def __next__(self):
        self._take(StopIteration)
        return self._wait_for_one(resolve=True)

    def _take(self, stop):
        if not self._left:
            raise stop
        self._left -= 1

    def _handle_completion(self, future):
        if future not in self._todo:
            return  # the timeout came first
        self._todo.remove(future)
        self._put(future)
        if not self._todo and self._timer is not None:
            self._timer.cancel()

    def _handle_timeout(self):
        for future in self._todo:
            future.remove_done_callback(self._handle_completion)
            self._put(None)
        self._todo.clear()

    def _put(self, item):
        self._done.append(item)
        self._wake_one()

    async def _wait_for_one(self, resolve=False):
        while not self._done:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            try:
                await waiter
            except exceptions.CancelledError:
                # The item that woke us belongs to the next one in line.
                if waiter.done() and not waiter.cancelled() and self._done:
                    self._wake_one()
                raise
        future = self._done.popleft()
        if future is None:
            raise TimeoutError
        return future.result() if resolve else future

    def _wake_one(self):
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                break


_AsCompletedIterator.__module__ = 'asyncio.tasks'
