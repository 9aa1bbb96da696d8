"""Queues between threads."""

import threading
import time
import types
from _collections import deque
from heapq import heappop, heappush

__all__ = ["Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue",
           "SimpleQueue"]

try:
    from _queue import Empty, SimpleQueue
except ImportError:
    SimpleQueue = None

    class Empty(Exception):
        """Raised by get() without waiting, or after it, if there is nothing."""


class Full(Exception):
    """Raised by put() without waiting, or after it, if there is no room."""


class ShutDown(Exception):
    """Raised by put() and get() once the queue is shut down."""


class Queue:
    """First in, first out. With *maxsize*, put() waits while the queue is full."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        # Held for all that follows; the conditions share it.
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def task_done(self):
        """Say that the work on an item is done; join() waits for that."""
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished <= 0:
                if unfinished < 0:
                    raise ValueError("task_done() called too many times")
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def join(self):
        """Wait until task_done() was called for every item."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        """The number of items, which may have changed by now."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Whether there was nothing a moment ago."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Whether there was no room a moment ago."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        """Add an item; wait for room, for *timeout* seconds at most, unless block is false."""
        with self.not_full:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0:
                self._wait(self.not_full, lambda: self._qsize() >= self.maxsize,
                           block, timeout, Full)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Remove and return an item; wait for one as put() waits for room."""
        with self.not_empty:
            if self.is_shutdown and not self._qsize():
                raise ShutDown
            self._wait(self.not_empty, lambda: not self._qsize(), block, timeout, Empty,
                       getting=True)
            item = self._get()
            self.not_full.notify()
            return item

    def _wait(self, condition, blocked, block, timeout, error, getting=False):
        """Wait while *blocked*, or raise *error*; the mutex is held."""
        if not block:
            if blocked():
                raise error
            return
        if timeout is not None:
            if timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            end = time.monotonic() + timeout
        while blocked():
            if timeout is None:
                condition.wait()
            else:
                remaining = end - time.monotonic()
                if remaining <= 0.0:
                    raise error
                condition.wait(remaining)
            if self.is_shutdown and (not getting or not self._qsize()):
                raise ShutDown

    def put_nowait(self, item):
        """Add an item, or raise Full."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove and return an item, or raise Empty."""
        return self.get(block=False)

    def shutdown(self, immediate=False):
        """Let put() raise ShutDown from now on, and get() once nothing is left.

        With immediate, what is left is dropped and counts as done.
        """
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks > 0:
                        self.unfinished_tasks -= 1
                self.all_tasks_done.notify_all()
            self.not_empty.notify_all()
            self.not_full.notify_all()

    # What other kinds of queues override; the mutex is held.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(types.GenericAlias)


class PriorityQueue(Queue):
    """The smallest item first; items are typically (priority, data)."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class _PySimpleQueue:
    """An unbounded queue that knows no tasks; put() may be called from finalizers."""

    # Appending to a deque is atomic, and so is releasing the semaphore that counts.
    def __init__(self):
        self._queue = deque()
        self._count = threading.Semaphore(0)

    def put(self, item, block=True, timeout=None):
        """Add an item; the other arguments are there because Queue has them."""
        self._queue.append(item)
        self._count.release()

    def get(self, block=True, timeout=None):
        """Remove and return an item; wait for one unless block is false."""
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not self._count.acquire(block, timeout):
            raise Empty
        return self._queue.popleft()

    def put_nowait(self, item):
        """Add an item."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove and return an item, or raise Empty."""
        return self.get(block=False)

    def empty(self):
        """Whether there was nothing a moment ago."""
        return len(self._queue) == 0

    def qsize(self):
        """The number of items, which may have changed by now."""
        return len(self._queue)

    __class_getitem__ = classmethod(types.GenericAlias)


if SimpleQueue is None:
    SimpleQueue = _PySimpleQueue
