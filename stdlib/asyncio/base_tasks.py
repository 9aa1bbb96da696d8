"""How a task is shown: its repr and its stack."""

from . import base_futures, coroutines


def _task_repr_info(task):
    info = base_futures._future_repr_info(task)
    if task.cancelling() and not task.done():
        info[0] = 'cancelling'
    details = [f'name={task.get_name()!r}']
    if task._coro:
        details.append(f'coro=<{coroutines._format_coroutine(task._coro)}>')
    if task._fut_waiter is not None:
        details.append(f'wait_for={task._fut_waiter!r}')
    info[1:1] = details
    return info


_task_repr = base_futures._guarded(_task_repr_info)


def _frame_of(coro):
    for name in ('cr_frame', 'gi_frame', 'ag_frame'):
        if hasattr(coro, name):
            return getattr(coro, name)
    return None


def _newest_first(frame, limit):
    """Yield up to `limit` frames, from `frame` outwards."""
    while frame is not None and (limit is None or limit > 0):
        yield frame
        frame = frame.f_back
        if limit is not None:
            limit -= 1


def _task_get_stack(task, limit):
    """Return frames, oldest first: of the running or suspended coroutine (the newest `limit`), or of the exception's
    traceback (the oldest `limit`)."""
    frame = _frame_of(task._coro)
    if frame is not None:
        return list(_newest_first(frame, limit))[::-1]
    frames = []
    if task._exception is not None:
        entry = task._exception.__traceback__
        while entry is not None and (limit is None or len(frames) < limit):
            frames.append(entry.tb_frame)
            entry = entry.tb_next
    return frames


def _task_print_stack(task, limit, file):
    import linecache
    import traceback
    exception = task._exception
    entries = []
    checked = set()
    for frame in task.get_stack(limit=limit):
        code = frame.f_code
        if code.co_filename not in checked:
            checked.add(code.co_filename)
            linecache.checkcache(code.co_filename)
        line = linecache.getline(code.co_filename, frame.f_lineno, frame.f_globals)
        entries.append((code.co_filename, frame.f_lineno, code.co_name, line))
    if not entries:
        print(f'No stack for {task!r}', file=file)
    else:
        kind = 'Stack' if exception is None else 'Traceback'
        print(f'{kind} for {task!r} (most recent call last):', file=file)
    traceback.print_list(entries, file=file)
    if exception is not None:
        for line in traceback.format_exception_only(exception.__class__, exception):
            print(line, file=file, end='')
