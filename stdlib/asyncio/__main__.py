"""`python -m asyncio`: a prompt at which `await` works, and tasks run on while it waits."""

import ast
import asyncio
import code
import concurrent.futures
import contextvars
import inspect
import sys
import threading
import types
import warnings


class AsyncIOInteractiveConsole(code.InteractiveConsole):
    """A console in a thread of its own, whose code runs in the loop of the main thread."""

    def __init__(self, locals, loop):
        super().__init__(locals)
        self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self.loop = loop
        self.context = contextvars.copy_context()
        self.task = None          # of the statement that is being awaited
        self.interrupted = False

    def runcode(self, code):
        outcome = concurrent.futures.Future()

        def start():
            self.task = None
            self.interrupted = False
            try:
                value = types.FunctionType(code, self.locals)()
                if not inspect.iscoroutine(value):
                    outcome.set_result(value)
                    return
                self.task = self.loop.create_task(value, context=self.context)
                asyncio.futures._chain_future(self.task, outcome)
            except SystemExit as error:
                self.leave(error, outcome)
            except KeyboardInterrupt as error:
                self.interrupted = True
                outcome.set_exception(error)
            except BaseException as error:
                outcome.set_exception(error)

        self.loop.call_soon_threadsafe(start, context=self.context)
        try:
            outcome.result()
            if self.leaving:
                raise SystemExit  # ends this thread, without a word
        except SystemExit as error:
            if not self.leaving:
                self.leave(error)
            raise
        except BaseException:
            if self.interrupted:
                self.write('\nKeyboardInterrupt\n')
            else:
                self.showtraceback()

    def leave(self, error, outcome=None):
        """End the program with the status that was asked for."""
        self.leaving = True
        self.exit_code = error.code
        if outcome is not None:
            outcome.set_result(None)
        self.loop.call_soon_threadsafe(self.loop.stop)

    exit_code = None
    leaving = False


def _converse(console):
    """Read and run until the end of input."""
    banner = (f'asyncio REPL {sys.version} on {sys.platform}\n'
              'Use "await" directly instead of "asyncio.run()".\n'
              'Type "help", "copyright", "credits" or "license" for more information.\n'
              f'{getattr(sys, "ps1", ">>> ")}import asyncio')
    try:
        console.interact(banner=banner, exitmsg='exiting asyncio REPL...')
    finally:
        warnings.filterwarnings('ignore', message=r'^coroutine .* was never awaited$', category=RuntimeWarning)
        console.loop.call_soon_threadsafe(console.loop.stop)


def main():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    names = {'__name__': __name__, '__package__': __package__, '__builtins__': __builtins__, 'asyncio': asyncio}
    console = AsyncIOInteractiveConsole(names, loop)
    threading.Thread(target=_converse, args=(console,), name='Interactive thread', daemon=True).start()
    while True:
        try:
            loop.run_forever()
        except KeyboardInterrupt:
            console.interrupted = True
            if console.task is not None and not console.task.done():
                console.task.cancel()
            continue
        break
    sys.exit(console.exit_code)


if __name__ == '__main__':
    main()
