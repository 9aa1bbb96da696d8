"""Future, and the bridge between asyncio's futures and those of concurrent.futures."""

__all__ = ('Future', 'wrap_future', 'isfuture', 'future_add_to_awaited_by', 'future_discard_from_awaited_by')

import sys

from _asyncio import Future, future_add_to_awaited_by, future_discard_from_awaited_by

from . import base_futures, events, exceptions
from .base_futures import isfuture

_PENDING = base_futures._PENDING
_CANCELLED = base_futures._CANCELLED
_FINISHED = base_futures._FINISHED
STACK_DEBUG = 9  # a level below logging.DEBUG

# The names CPython gives its two implementations; here there is one.
_CFuture = _PyFuture = Future

TimeoutError = exceptions.TimeoutError
CancelledError = exceptions.CancelledError
InvalidStateError = exceptions.InvalidStateError


def _get_loop(fut):
    # Futures that other libraries made may have the private attribute only.
    get_loop = getattr(fut, 'get_loop', None)
    return fut._loop if get_loop is None else get_loop()


def _set_result_unless_cancelled(fut, result):
    """Give the future its result, if nobody cancelled it since this call was scheduled."""
    if not fut.cancelled():
        fut.set_result(result)


def _is_concurrent(obj):
    # While concurrent.futures is not imported nobody can have one of its futures.
    concurrent = sys.modules.get('concurrent.futures')
    return concurrent is not None and isinstance(obj, concurrent.Future)


def _convert_future_exc(exc):
    """Turn an exception class of concurrent.futures into its counterpart here."""
    concurrent = sys.modules.get('concurrent.futures')
    if concurrent is not None:
        if type(exc) is concurrent.CancelledError:
            return exceptions.CancelledError(*exc.args).with_traceback(exc.__traceback__)
        if type(exc) is concurrent.InvalidStateError:
            return exceptions.InvalidStateError(*exc.args).with_traceback(exc.__traceback__)
    return exc


def _set_concurrent_future_state(concurrent, source):
    """Copy the outcome of a finished future of ours to a concurrent one."""
    assert source.done()
    if source.cancelled():
        concurrent.cancel()
    if not concurrent.set_running_or_notify_cancel():
        return
    exception = source.exception()
    if exception is None:
        concurrent.set_result(source.result())
    else:
        concurrent.set_exception(_convert_future_exc(exception))


def _copy_future_state(source, dest):
    """Copy the outcome of a finished future, of either kind, to one of ours, unless that was cancelled."""
    if dest.cancelled():
        return
    assert not dest.done()
    if hasattr(source, '_get_snapshot'):
        # A concurrent future, which takes its lock for each question: ask once.
        done, cancelled, result, exception = source._get_snapshot()
    else:
        done, cancelled = source.done(), source.cancelled()
        exception = None if cancelled else source.exception()
        result = source.result() if exception is None and not cancelled else None
    assert done
    if cancelled:
        dest.cancel()
    elif exception is None:
        dest.set_result(result)
    else:
        dest.set_exception(_convert_future_exc(exception))


def _chain_future(source, destination):
    """Let destination end as source ends, and let cancelling destination cancel source.

    Each may be a future of ours or of concurrent.futures; ours are touched in their own loop's thread only.
    """
    if not isfuture(source) and not _is_concurrent(source):
        raise TypeError('A future is required for source argument')
    if not isfuture(destination) and not _is_concurrent(destination):
        raise TypeError('A future is required for destination argument')
    source_loop = _get_loop(source) if isfuture(source) else None
    dest_loop = _get_loop(destination) if isfuture(destination) else None
    copy = _copy_future_state if dest_loop is not None else _set_concurrent_future_state

    def source_done(source):
        if dest_loop is None or dest_loop is source_loop:
            copy(destination, source) if dest_loop is None else copy(source, destination)
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(copy, source, destination)

    def destination_done(destination):
        if not destination.cancelled():
            return
        if source_loop is None or source_loop is dest_loop:
            source.cancel()
        elif not source_loop.is_closed():
            source_loop.call_soon_threadsafe(source.cancel)

    destination.add_done_callback(destination_done)
    source.add_done_callback(source_done)


def wrap_future(future, *, loop=None):
    """Return a future of ours that ends as the given concurrent.futures.Future does."""
    if isfuture(future):
        return future
    assert _is_concurrent(future), f'concurrent.futures.Future is expected, got {future!r}'
    if loop is None:
        loop = events.get_event_loop()
    wrapper = loop.create_future()

    # _chain_future() for the usual case: this is what every call in a thread goes through.
    def source_done(source):
        if not loop.is_closed():
            loop.call_soon_threadsafe(_copy_future_state, source, wrapper)

    def wrapper_done(wrapper):
        if wrapper.cancelled():
            future.cancel()

    wrapper.add_done_callback(wrapper_done)
    future.add_done_callback(source_done)
    return wrapper
