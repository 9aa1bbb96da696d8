"""Who awaits whom: the call graph of a future, up to the tasks that wait for it."""

__all__ = ('capture_call_graph', 'format_call_graph', 'print_call_graph', 'FrameCallGraphEntry', 'FutureCallGraph')

import sys
from dataclasses import dataclass
from types import FrameType

from . import events, futures, tasks


@dataclass(frozen=True, slots=True)
class FrameCallGraphEntry:
    """One frame of a call stack."""

    frame: FrameType


@dataclass(frozen=True, slots=True)
class FutureCallGraph:
    """A future, its coroutine's frames, innermost first, and the futures that await it."""

    future: futures.Future
    call_stack: tuple['FrameCallGraphEntry', ...]
    awaited_by: tuple['FutureCallGraph', ...]


def _frames_of(coro):
    """Yield the frames of a suspended coroutine, outermost first, along what each one awaits."""
    while coro is not None:
        if hasattr(coro, 'cr_await'):
            frame, coro = coro.cr_frame, coro.cr_await
        elif hasattr(coro, 'ag_await'):
            frame, coro = coro.ag_frame, coro.ag_await
        elif hasattr(coro, 'gi_yieldfrom'):
            frame, coro = coro.gi_frame, coro.gi_yieldfrom
        else:
            return
        if frame is None:
            return
        yield FrameCallGraphEntry(frame)


def _limited(stack, limit):
    """Keep the outermost `limit` entries of a stack that has the innermost first, or the innermost -limit, or all."""
    if limit is None:
        return stack
    if limit == 0:
        return []
    return stack[-limit:] if limit > 0 else stack[:-limit]


def _build_graph_for_future(future, *, limit=None):
    if not isinstance(future, futures.Future):
        raise TypeError(f'{future!r} object does not appear to be compatible with asyncio.Future')
    stack = []
    get_coro = getattr(future, 'get_coro', None)
    if get_coro is not None and limit != 0:
        stack = _limited(list(_frames_of(get_coro()))[::-1], limit)
    return FutureCallGraph(future, tuple(stack), _awaiters(future, limit))


def _awaiters(future, limit):
    return tuple(_build_graph_for_future(waiter, limit=limit) for waiter in future._asyncio_awaited_by or ())


def _running_stack(coro, depth, limit):
    """Return the entries of the running task, innermost first, up to its coroutine's own frame."""
    stack = []
    frame = sys._getframe(depth + 1) if limit != 0 else None
    while frame is not None:
        # An async frame is in it, and so is a plain function that it called.
        stack.append(FrameCallGraphEntry(frame))
        if frame is getattr(coro, 'cr_frame', None):
            break
        frame = frame.f_back
    return _limited(stack, limit)


def capture_call_graph(future=None, /, *, depth=1, limit=None):
    """Return the call graph of a future, or of the running task; None if there is no task to speak of.

    depth is the number of innermost frames to leave out, for the running task.  limit bounds each stack: so many
    outermost entries, or, if negative, innermost ones.
    """
    loop = events._get_running_loop()
    if future is None:
        if loop is None:
            raise RuntimeError('capture_call_graph() is called outside of a running event loop and '
                               'no *future* to introspect was provided')
        future = tasks.current_task(loop)
        if future is None:
            return None  # in a callback
    elif loop is None or future is not tasks.current_task(loop):
        return _build_graph_for_future(future, limit=limit)
    stack = _running_stack(future.get_coro(), depth, limit)
    return FutureCallGraph(future, tuple(stack), _awaiters(future, limit))


def format_call_graph(future=None, /, *, depth=1, limit=None):
    """Return the call graph of a future, or of the running task, as text."""
    graph = capture_call_graph(future, depth=depth + 1, limit=limit)
    if graph is None:
        return ''
    lines = []
    try:
        _add_lines(graph, 0, lines)
    finally:
        graph = None  # it refers to frames
    return '\n'.join(lines)


def _add_lines(graph, level, lines):
    indent = '  ' * level
    future = graph.future
    if isinstance(future, tasks.Task):
        lines.append(f'{indent}* Task(name={future.get_name()!r}, id={id(future):#x})')
    else:
        lines.append(f'{indent}* Future(id={id(future):#x})')
    if graph.call_stack:
        lines.append(f'{indent}  + Call stack:')
        for entry in graph.call_stack:
            lines.append(f'{indent}  |   File {entry.frame.f_code.co_filename!r}, line {entry.frame.f_lineno}, '
                         f'in {_callee(entry.frame)}')
    if graph.awaited_by:
        lines.append(f'{indent}  + Awaited by:')
        for waiter in graph.awaited_by:
            _add_lines(waiter, level + 2, lines)


def _callee(frame):
    """Return how a frame's function is written: `async f()`, `generator f()` or `f()`."""
    code = frame.f_code
    name = f'{code.co_qualname}()'
    if code.co_flags & 0x280:    # CO_COROUTINE, CO_ASYNC_GENERATOR
        return f'async {name}'
    if code.co_flags & 0x20:     # CO_GENERATOR
        return f'generator {name}'
    return name


def print_call_graph(future=None, /, *, file=None, depth=1, limit=None):
    """Print what format_call_graph() returns."""
    # As in CPython, this very frame is in it unless depth is raised.
    print(format_call_graph(future, depth=depth, limit=limit), file=file)
