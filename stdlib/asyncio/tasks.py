"""Tasks, and waiting for several of them."""

__all__ = ('Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait', 'wait_for',
           'as_completed', 'sleep', 'gather', 'shield', 'ensure_future', 'run_coroutine_threadsafe', 'current_task',
           'all_tasks', 'create_eager_task_factory', 'eager_task_factory', '_register_task', '_unregister_task',
           '_enter_task', '_leave_task')

import _asyncio
from _asyncio import (Task, all_tasks, create_task, current_task, future_add_to_awaited_by,
                      future_discard_from_awaited_by, gather, _enter_task, _GatheringFuture, _leave_task,
                      _register_eager_task, _register_task, _swap_current_task, _unregister_eager_task,
                      _unregister_task, _with_twin)

from . import coroutines, events, exceptions, futures

# The names CPython gives its two implementations; here there is one.
_CTask = _PyTask = Task

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'


def __getattr__(name):
    if name == '_AsCompletedIterator':
        from ._as_completed import _AsCompletedIterator
        return _AsCompletedIterator
    # _py_current_task, _c_all_tasks ...
    for prefix in ('_py', '_c'):
        plain = name.removeprefix(prefix)
        for candidate in (plain, plain.removeprefix('_')):
            if plain != name and hasattr(_asyncio, candidate):
                return getattr(_asyncio, candidate)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def create_eager_task_factory(custom_task_constructor):
    """Return a task factory whose tasks start running at once, in the caller's turn, until they first wait.

    custom_task_constructor is called as Task is, with eager_start among its keywords.
    """

    def factory(loop, coro, *, eager_start=True, **kwargs):
        return custom_task_constructor(coro, loop=loop, eager_start=eager_start, **kwargs)

    return factory


eager_task_factory = create_eager_task_factory(Task)


# --- one awaitable ---------------------------------------------------------------------------------------------------

async def _await(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """Return the argument if it is a future, and otherwise a task that awaits it."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    given = coro_or_future
    if not coroutines.iscoroutine(given):
        if not coroutines._isawaitable(given):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro_or_future = _await(given)
    if loop is None:
        try:
            loop = events.get_event_loop()
        except RuntimeError:
            if coro_or_future is not given:
                coro_or_future.close()
            raise
    try:
        return loop.create_task(coro_or_future)
    except RuntimeError:
        # A closed loop: nobody will ever run it, so spare the user the "never awaited".
        coro_or_future.close()
        raise


class _Turn:
    """Awaiting it gives every other task a turn."""

    __slots__ = ()

    def __await__(self):
        yield


_turn = _Turn()


@_with_twin
async def sleep(delay, result=None):
    """Coroutine that completes after a given time (in seconds)."""
    if delay <= 0:
        await _turn
        return result
    if delay != delay:
        raise ValueError('Invalid delay: NaN (not a number)')
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


async def wait_for(fut, timeout):
    """Wait for the single awaitable to complete, at most timeout seconds; None waits for ever.

    At the deadline the awaitable is cancelled, and TimeoutError raised once it has ended.  Cancelling the wait cancels
    the awaitable.
    """
    from . import timeouts
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as exc:
            raise TimeoutError from exc
    async with timeouts.timeout(timeout):
        return await fut


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(fut):
    """Cancel the future and wait for it to end, however it ends; cancelling this wait raises as usual."""
    waiter = events.get_running_loop().create_future()

    def release(_):
        _release_waiter(waiter)

    fut.add_done_callback(release)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(release)


def _log_on_exception(fut):
    """Report the exception of a shielded future whose waiter has gone."""
    if fut.cancelled():
        return
    exception = fut.exception()
    if exception is None:
        return
    context = {'message': f'{exception.__class__.__name__} exception in shielded future', 'exception': exception,
               'future': fut}
    if fut._source_traceback:
        context['source_traceback'] = fut._source_traceback
    fut._loop.call_exception_handler(context)


def shield(arg):
    """Wait for a future, shielding it from cancellation: what is cancelled is only the wait.

    Keep a reference to the task, as the event loop keeps weak ones only.
    """
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = futures._get_loop(inner).create_future()
    waiter = _running_task()
    if waiter is not None:
        future_add_to_awaited_by(inner, waiter)

    def _inner_done_callback(inner):
        if waiter is not None:
            future_discard_from_awaited_by(inner, waiter)
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
        elif (exception := inner.exception()) is not None:
            outer.set_exception(exception)
        else:
            outer.set_result(inner.result())

    def _outer_done_callback(outer):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)
            if waiter is not None:
                future_discard_from_awaited_by(inner, waiter)
            inner.add_done_callback(_log_on_exception)

    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer


def _running_task():
    loop = events._get_running_loop()
    return None if loop is None else current_task(loop)


def run_coroutine_threadsafe(coro, loop):
    """Submit a coroutine object to a given event loop, from another thread.

    Return a concurrent.futures.Future to access the result.
    """
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    from concurrent.futures import Future
    future = Future()

    def start():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(start)
    return future


# --- several awaitables ----------------------------------------------------------------------------------------------

async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for the Futures or Tasks given by fs to complete; return two sets: (done, pending).

    At the timeout it returns, and nothing is cancelled.
    """
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    return await _wait(fs, timeout, return_when, events.get_running_loop())


async def _wait(fs, timeout, return_when, loop):
    assert fs, 'Set of Futures is empty.'
    waiter = loop.create_future()
    waiting_task = _running_task()
    unfinished = len(fs)
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release_waiter, waiter)

    def _on_completion(f):
        nonlocal unfinished
        unfinished -= 1
        if waiting_task is not None:
            future_discard_from_awaited_by(f, waiting_task)
        if (unfinished <= 0 or return_when == FIRST_COMPLETED
                or return_when == FIRST_EXCEPTION and not f.cancelled() and f.exception() is not None):
            if timer is not None:
                timer.cancel()
            _release_waiter(waiter)

    for f in fs:
        f.add_done_callback(_on_completion)
        if waiting_task is not None:
            future_add_to_awaited_by(f, waiting_task)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(_on_completion)
            if waiting_task is not None:
                future_discard_from_awaited_by(f, waiting_task)
    done, pending = set(), set()
    for f in fs:
        (done if f.done() else pending).add(f)
    return done, pending


def as_completed(fs, *, timeout=None):
    """Return an iterator over awaitables, plain or asynchronous, that gives them as they complete.

    The asynchronous one (`async for`) gives the futures that were passed in; the plain one gives coroutines, each for
    the next result.  At the timeout both raise TimeoutError.
    """
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expects an iterable of awaitables, not {type(fs).__name__}')
    from ._as_completed import _AsCompletedIterator
    return _AsCompletedIterator(fs, timeout)
