"""What native and foreign futures have in common: the protocol test and the repr."""

__all__ = ()

import _thread

from ._lazy import lazily

lazily(globals(), reprlib='reprlib')

_PENDING = 'PENDING'
_CANCELLED = 'CANCELLED'
_FINISHED = 'FINISHED'


def isfuture(obj):
    """Check for a Future.

    This returns True when obj is a Future instance or is advertising
    itself as duck-type compatible by setting _asyncio_future_blocking.
    See comment in Future for more details.
    """
    return (hasattr(obj.__class__, '_asyncio_future_blocking')
            and obj._asyncio_future_blocking is not None)


def _format_callbacks(cb):
    """Format a list of (callback, context); the middle of a long one is counted, not shown."""
    from . import format_helpers

    def show(entry):
        return format_helpers._format_callback_source(entry[0], ())

    if not cb:
        return 'cb=[]'
    shown = [show(cb[0])]
    if len(cb) > 2:
        shown.append(f'<{len(cb) - 2} more>')
    if len(cb) > 1:
        shown.append(show(cb[-1]))
    return f'cb=[{", ".join(shown)}]'


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is not None:
            info.append(f'exception={future._exception!r}')
        else:
            info.append(f'result={reprlib.repr(future._result)}')
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        frame = future._source_traceback[-1]
        info.append(f'created at {frame[0]}:{frame[1]}')
    return info


# Those whose repr is being made, as (id, thread): a result or a task may refer to the future itself.
_being_shown = set()


def _guarded(info):
    """Make a repr function of one that returns the parts."""

    def show(future):
        key = id(future), _thread.get_ident()
        if key in _being_shown:
            return '...'
        _being_shown.add(key)
        try:
            return f'<{future.__class__.__name__} {" ".join(info(future))}>'
        finally:
            _being_shown.discard(key)

    return show


_future_repr = _guarded(_future_repr_info)
