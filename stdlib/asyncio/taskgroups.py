"""Structured concurrency: a block that ends when all tasks started in it have ended."""

__all__ = ('TaskGroup',)

from . import events, exceptions, tasks
from .futures import future_add_to_awaited_by, future_discard_from_awaited_by


class TaskGroup:
    """Asynchronous context manager for managing groups of tasks.

    The first task that fails makes the others, and the block itself, be cancelled; when all have ended, their
    exceptions are raised together in an ExceptionGroup.
    """

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._loop = None
        self._parent_task = None
        self._parent_cancel_requested = False  # the block was cancelled by us, not from outside
        self._tasks = set()
        self._errors = []
        self._base_error = None  # KeyboardInterrupt or SystemExit, which is raised alone
        self._on_completed_fut = None  # what __aexit__ waits for

    def __repr__(self):
        info = ['']
        if self._tasks:
            info.append(f'tasks={len(self._tasks)}')
        if self._errors:
            info.append(f'errors={len(self._errors)}')
        if self._aborting:
            info.append('cancelling')
        elif self._entered:
            info.append('entered')
        return f'<TaskGroup{" ".join(info)}>'

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f'TaskGroup {self!r} has already been entered')
        if self._loop is None:
            self._loop = events.get_running_loop()
        self._parent_task = tasks.current_task(self._loop)
        if self._parent_task is None:
            raise RuntimeError(f'TaskGroup {self!r} cannot determine the parent task')
        self._entered = True
        return self

    async def __aexit__(self, et, exc, tb):
        tb = None
        try:
            return await self._aexit(et, exc)
        finally:
            # Exceptions refer to frames, and those to this group: break the cycles.
            self._parent_task = None
            self._errors = None
            self._base_error = None
            exc = None

    async def _aexit(self, et, exc):
        self._exiting = True
        if exc is not None and self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        cancellation = exc if et is not None and issubclass(et, exceptions.CancelledError) else None
        if et is not None and not self._aborting:
            self._abort()
        while self._tasks:
            if self._on_completed_fut is None:
                self._on_completed_fut = self._loop.create_future()
            try:
                await self._on_completed_fut
            except exceptions.CancelledError as error:
                if not self._aborting:
                    # Cancelled from outside while waiting: cancel the tasks, and go on waiting for them.
                    cancellation = error
                    self._abort()
            self._on_completed_fut = None
        assert not self._tasks
        if self._parent_cancel_requested and self._parent_task.uncancel() == 0:
            cancellation = None  # it was only our own
        try:
            return self._raise_outcome(et, exc, cancellation)
        finally:
            cancellation = exc = None

    def _raise_outcome(self, et, exc, cancellation):
        if self._base_error is not None:
            raise self._base_error
        if cancellation is not None and not self._errors:
            raise cancellation
        if et is not None and not issubclass(et, exceptions.CancelledError):
            self._errors.append(exc)
        if self._errors:
            if self._parent_task.cancelling():
                # Whoever cancelled the parent expects to see it cancelled at its next wait.
                self._parent_task.uncancel()
                self._parent_task.cancel()
            try:
                raise BaseExceptionGroup('unhandled errors in a TaskGroup', self._errors) from None
            finally:
                exc = None
        return None

    def create_task(self, coro, **kwargs):
        """Create a new task in this group and return it."""
        problem = None
        if not self._entered:
            problem = 'has not been entered'
        elif self._exiting and not self._tasks:
            problem = 'is finished'
        elif self._aborting:
            problem = 'is shutting down'
        if problem:
            coro.close()
            raise RuntimeError(f'TaskGroup {self!r} {problem}')
        task = self._loop.create_task(coro, **kwargs)
        future_add_to_awaited_by(task, self._parent_task)
        if task.done():
            self._on_task_done(task)  # an eager task that is through
        else:
            self._tasks.add(task)
            task.add_done_callback(self._on_task_done)
        try:
            return task
        finally:
            del task  # or a traceback through this frame keeps the task alive

    def _is_base_error(self, exc):
        return isinstance(exc, (SystemExit, KeyboardInterrupt))

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.discard(task)
        future_discard_from_awaited_by(task, self._parent_task)
        if self._on_completed_fut is not None and not self._tasks:
            if not self._on_completed_fut.done():
                self._on_completed_fut.set_result(True)
        if task.cancelled():
            return
        exc = task.exception()
        if exc is None:
            return
        self._errors.append(exc)
        if self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        if self._parent_task.done():
            # Only if somebody closed the parent by hand: nobody is left to raise this.
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent task {self._parent_task} is already '
                           'completed',
                'exception': exc,
                'task': task,
            })
            return
        if not self._aborting and not self._parent_cancel_requested:
            # Whether the parent is still in its block or waits in __aexit__: let it come out of there.
            self._abort()
            self._parent_cancel_requested = True
            self._parent_task.cancel()
