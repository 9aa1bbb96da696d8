"""Running a blocking function in a thread, from a coroutine."""

__all__ = ('to_thread',)

import contextvars

from . import events


async def to_thread(func, /, *args, **kwargs):
    """Run func(*args, **kwargs) in a thread of the default executor, in a copy of this context; return its result.

    Cancelling the wait does not stop the function.
    """
    loop = events.get_running_loop()
    context = contextvars.copy_context()
    if kwargs:
        def call():
            return context.run(func, *args, **kwargs)
        return await loop.run_in_executor(None, call)
    return await loop.run_in_executor(None, context.run, func, *args)
