"""Deadlines for a block of code: asyncio.timeout()."""

__all__ = ('Timeout', 'timeout', 'timeout_at')

from . import events, exceptions, tasks


class _State:
    CREATED = 'created'
    ENTERED = 'active'
    EXPIRING = 'expiring'  # the deadline has passed and the task has been cancelled
    EXPIRED = 'expired'    # and left the block because of that
    EXITED = 'finished'


class Timeout:
    """Asynchronous context manager that cancels its block at a deadline, and then raises TimeoutError.

    Make one with timeout() or timeout_at().
    """

    def __init__(self, when):
        self._state = _State.CREATED
        self._timeout_handler = None
        self._task = None
        self._when = when

    def when(self):
        """Return the deadline in the loop's time, or None."""
        return self._when

    def reschedule(self, when):
        """Move the deadline; None removes it."""
        if self._state is not _State.ENTERED:
            if self._state is _State.CREATED:
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state} Timeout')
        self._when = when
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
        if when is None:
            self._timeout_handler = None
            return
        loop = events.get_running_loop()
        if when <= loop.time():
            self._timeout_handler = loop.call_soon(self._on_timeout)
        else:
            self._timeout_handler = loop.call_at(when, self._on_timeout)

    def expired(self):
        """Return whether the deadline has passed while the block ran."""
        return self._state in (_State.EXPIRING, _State.EXPIRED)

    def __repr__(self):
        info = ''
        if self._state is _State.ENTERED:
            when = None if self._when is None else round(self._when, 3)
            info = f' when={when}'
        return f'<Timeout [{self._state}]{info}>'

    async def __aenter__(self):
        if self._state is not _State.CREATED:
            raise RuntimeError('Timeout has already been entered')
        task = tasks.current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = _State.ENTERED
        self._task = task
        # Cancellations that came before are not ours to swallow.
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        assert self._state in (_State.ENTERED, _State.EXPIRING)
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
            self._timeout_handler = None
        if self._state is _State.ENTERED:
            self._state = _State.EXITED
            return None
        self._state = _State.EXPIRED
        # If somebody else cancelled the task as well, that cancellation goes on.
        if self._task.uncancel() <= self._cancelling and exc_type is not None:
            if issubclass(exc_type, exceptions.CancelledError):
                raise TimeoutError from exc_val
            self._insert_timeout_error(exc_val)
            if isinstance(exc_val, BaseExceptionGroup):
                for exc in exc_val.exceptions:
                    self._insert_timeout_error(exc)
        return None

    def _on_timeout(self):
        assert self._state is _State.ENTERED
        self._task.cancel()
        self._state = _State.EXPIRING
        # The handle refers to this object.
        self._timeout_handler = None

    @staticmethod
    def _insert_timeout_error(exc_val):
        """Where an exception was raised while our cancellation was handled, put the TimeoutError in between."""
        while (context := exc_val.__context__) is not None:
            if isinstance(context, exceptions.CancelledError):
                error = TimeoutError()
                error.__context__ = error.__cause__ = context
                exc_val.__context__ = error
                break
            exc_val = context


def timeout(delay):
    """Limit the time of a block to delay seconds: `async with asyncio.timeout(10): ...`; None sets no limit."""
    if delay is None:
        return Timeout(None)
    return Timeout(events.get_running_loop().time() + delay)


def timeout_at(when):
    """Like timeout(), with a deadline in the loop's time."""
    return Timeout(when)
