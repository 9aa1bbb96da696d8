"""Synchronization primitives between tasks of one event loop."""

__all__ = ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier')

from _asyncio import _complete
from collections import deque

from . import exceptions, mixins


class _ContextManagerMixin:
    async def __aenter__(self):
        await self.acquire()
        # Nothing is bound by `async with lock as x`.
        return None

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


def _shown(obj, state):
    """Return the repr of a primitive: the default one, then its state and how many tasks wait."""
    if obj._waiters:
        state = f'{state}, waiters:{len(obj._waiters)}'
    return f'<{object.__repr__(obj)[1:-1]} [{state}]>'


# The native types know their state and whatever does not wait.  The coroutine functions, added here, run as they stand for
# subclasses and in debug mode; otherwise calling them makes native coroutines (see KERNEL.md).

@_complete
class Lock:
    async def acquire(self):
        """Wait until the lock is free, take it, and return True."""
        # Whoever comes while others wait stands in line, also when the lock is free for a moment.
        if not self._locked and (not self._waiters or all(waiter.cancelled() for waiter in self._waiters)):
            self._locked = True
            return True
        if self._waiters is None:
            self._waiters = deque()
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except exceptions.CancelledError:
            # It may have been this task's turn: then it is the next one's.
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        return True

    async def __aenter__(self):
        await self.acquire()
        # Nothing is bound by `async with lock as x`.
        return None

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


@_complete
class Event:
    async def wait(self):
        """Wait until the flag is set; return True."""
        if self._value:
            return True
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)


class Condition(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A lock, and tasks that wait, without holding it, until another one notifies them."""

    def __init__(self, lock=None):
        if lock is None:
            lock = Lock()
        self._lock = lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = deque()

    def __repr__(self):
        return _shown(self, 'locked' if self.locked() else 'unlocked')

    async def wait(self):
        """Release the lock, wait until notified, take the lock again, and return True.

        The caller must hold the lock, and holds it afterwards, also if the wait was cancelled.
        """
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = self._get_loop().create_future()
        self.release()
        try:
            try:
                self._waiters.append(waiter)
                try:
                    await waiter
                    return True
                finally:
                    self._waiters.remove(waiter)
            finally:
                await self._reacquire()
        except BaseException:
            # A notification that reached this task must not be lost with it.
            if waiter.done() and not waiter.cancelled():
                self._notify(1)
            raise

    async def _reacquire(self):
        """Take the lock however often this task is cancelled meanwhile, then raise the last cancellation."""
        cancellation = None
        while True:
            try:
                await self.acquire()
                break
            except exceptions.CancelledError as exc:
                cancellation = exc
        if cancellation is not None:
            try:
                raise cancellation
            finally:
                cancellation = None  # or traceback, frame and exception would hold each other

    async def wait_for(self, predicate):
        """Wait until predicate() is true; return its value."""
        value = predicate()
        while not value:
            await self.wait()
            value = predicate()
        return value

    def notify(self, n=1):
        """Let n of the waiting tasks go on, as soon as they can take the lock, which the caller must hold."""
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        self._notify(n)

    def _notify(self, n):
        for waiter in self._waiters:
            if n <= 0:
                break
            if not waiter.done():
                n -= 1
                waiter.set_result(False)

    def notify_all(self):
        """Let all waiting tasks go on."""
        self.notify(len(self._waiters))


@_complete
class Semaphore:
    async def acquire(self):
        """Wait until the counter is above zero, lower it by one, and return True."""
        if not self.locked():
            self._value -= 1
            return True
        if self._waiters is None:
            self._waiters = deque()
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except exceptions.CancelledError:
            # What had been handed to this task goes back.
            if waiter.done() and not waiter.cancelled():
                self._value += 1
            raise
        finally:
            # Several releases may have come before those in line could run.
            while self._value > 0 and self._wake_up_next():
                pass
        return True

    async def __aenter__(self):
        await self.acquire()
        return None

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


@_complete
class BoundedSemaphore:
    pass


class _BarrierState:
    FILLING = 'filling'      # tasks arrive
    DRAINING = 'draining'    # all have come and leave
    RESETTING = 'resetting'  # those inside leave with an error, then it fills again
    BROKEN = 'broken'


class Barrier(mixins._LoopBoundMixin):
    """A meeting point: tasks wait until `parties` of them have come, then all go on together."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be >= 1')
        self._cond = Condition()
        self._parties = parties
        self._state = _BarrierState.FILLING
        self._count = 0  # tasks inside

    def __repr__(self):
        state = self._state
        if not self.broken:
            state += f', waiters:{self.n_waiting}/{self._parties}'
        return f'<{object.__repr__(self)[1:-1]} [{state}]>'

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        """Wait for the barrier; return this task's number, from 0 to parties - 1, each given once."""
        async with self._cond:
            await self._block()
            try:
                number = self._count
                self._count += 1
                if number + 1 == self._parties:
                    self._state = _BarrierState.DRAINING
                    self._cond.notify_all()
                else:
                    await self._cond.wait_for(lambda: self._state is not _BarrierState.FILLING)
                    if self._state in (_BarrierState.BROKEN, _BarrierState.RESETTING):
                        raise exceptions.BrokenBarrierError('Abort or reset of barrier')
                return number
            finally:
                self._count -= 1
                self._exit()

    async def _block(self):
        """Wait until the former round has left."""
        await self._cond.wait_for(lambda: self._state not in (_BarrierState.DRAINING, _BarrierState.RESETTING))
        if self._state is _BarrierState.BROKEN:
            raise exceptions.BrokenBarrierError('Barrier aborted')

    def _exit(self):
        """The last one out opens the barrier for the next round."""
        if self._count == 0:
            if self._state in (_BarrierState.DRAINING, _BarrierState.RESETTING):
                self._state = _BarrierState.FILLING
            self._cond.notify_all()

    async def reset(self):
        """Empty the barrier: tasks that wait at it get BrokenBarrierError."""
        async with self._cond:
            if self._count > 0:
                if self._state is not _BarrierState.RESETTING:
                    self._state = _BarrierState.RESETTING
            else:
                self._state = _BarrierState.FILLING
            self._cond.notify_all()

    async def abort(self):
        """Break the barrier: all who wait, or come later, get BrokenBarrierError."""
        async with self._cond:
            self._state = _BarrierState.BROKEN
            self._cond.notify_all()

    @property
    def parties(self):
        """The number of tasks that it takes."""
        return self._parties

    @property
    def n_waiting(self):
        """The number of tasks that wait, while it fills."""
        return self._count if self._state is _BarrierState.FILLING else 0

    @property
    def broken(self):
        """True if abort() was called."""
        return self._state is _BarrierState.BROKEN
