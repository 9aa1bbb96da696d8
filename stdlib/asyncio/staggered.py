"""Starting coroutines one after the other until one succeeds: "happy eyeballs", RFC 8305."""

__all__ = ('staggered_race',)

from . import events, exceptions, futures, locks, tasks


async def staggered_race(coro_fns, delay, *, loop=None):
    """Start the coroutine functions `delay` seconds apart, or as soon as the one before has failed.

    Once one has returned, the others are cancelled.  Return (its result, its index, exceptions): the exceptions are in
    the order of the functions, None for the winner; without a winner the first two are None.
    """
    loop = loop or events.get_running_loop()
    race = _Race(coro_fns, delay, loop)
    try:
        return await race.run()
    finally:
        race = None  # exceptions refer to the frame by their tracebacks


class _Race:

    def __init__(self, coro_fns, delay, loop):
        self.coro_fns = enumerate(coro_fns)
        self.delay = delay
        self.loop = loop
        self.parent = tasks.current_task(loop)
        self.running = set()
        self.exceptions = []
        self.winner = (None, None)
        self.unhandled = []
        self.finished = None  # what run() waits for

    async def run(self):
        cancellation = None
        try:
            self.start(None)
            while self.running:
                self.finished = self.loop.create_future()
                try:
                    await self.finished
                except exceptions.CancelledError as exc:
                    cancellation = exc
                    for task in self.running:
                        task.cancel(*exc.args)
            if cancellation is not None:
                raise cancellation
            if self.unhandled:
                raise ExceptionGroup('multiple errors in staggered race', self.unhandled)
            return *self.winner, self.exceptions
        finally:
            cancellation = None
            self.exceptions = None

    def start(self, failed):
        """Start a task that waits for its turn and then runs the next function; `failed` is set by the one before."""
        started = locks.Event()
        task = self.loop.create_task(self.attempt(started, failed))
        self.running.add(task)
        futures.future_add_to_awaited_by(task, self.parent)
        task.add_done_callback(self.done)
        # Only now may it run: an eager task would start before we know it.
        started.set()

    def done(self, task):
        self.running.discard(task)
        futures.future_discard_from_awaited_by(task, self.parent)
        if not self.running and self.finished is not None and not self.finished.done():
            self.finished.set_result(None)
        if not task.cancelled() and (exc := task.exception()) is not None:
            self.unhandled.append(exc)

    async def attempt(self, started, failed):
        await started.wait()
        if failed is not None:
            try:
                await tasks.wait_for(failed.wait(), self.delay)
            except TimeoutError:
                pass
        try:
            index, coro_fn = next(self.coro_fns)
        except StopIteration:
            return
        failed = locks.Event()
        self.start(failed)
        assert len(self.exceptions) == index
        self.exceptions.append(None)
        try:
            result = await coro_fn()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.exceptions[index] = exc
            failed.set()  # the next one need not wait for its time
        else:
            # There is no await between this and the cancellations, so there is one winner.
            assert self.winner == (None, None)
            self.winner = result, index
            this = tasks.current_task(self.loop)
            for task in self.running:
                if task is not this:
                    task.cancel()
