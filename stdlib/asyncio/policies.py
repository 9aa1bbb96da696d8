"""Event loop policies, deprecated since 3.14: where the loop of a thread that runs none comes from."""

import _thread
import sys

from .events import AbstractEventLoop


class _AbstractEventLoopPolicy:
    """Abstract policy for accessing the event loop."""

    def get_event_loop(self):
        """Get the event loop for the current context; never None."""
        raise NotImplementedError

    def set_event_loop(self, loop):
        """Set the event loop for the current context to loop."""
        raise NotImplementedError

    def new_event_loop(self):
        """Create and return a new event loop object according to this policy's rules."""
        raise NotImplementedError

    # Removed by CPython 3.14; programs for older versions, and CPython's own tests, still call them.

    def get_child_watcher(self):
        """Get the watcher for child processes."""
        raise NotImplementedError

    def set_child_watcher(self, watcher):
        """Set the watcher for child processes."""
        raise NotImplementedError


class _Local(_thread._local):
    _loop = None
    _set_called = False


class _BaseDefaultEventLoopPolicy(_AbstractEventLoopPolicy):
    """Each thread has at most one event loop; the main thread gets one when it asks, with a warning."""

    _loop_factory = None

    def __init__(self):
        self._local = _Local()

    def get_event_loop(self):
        local = self._local
        if local._loop is None and not local._set_called and _in_main_thread():
            import warnings
            # CPython 3.14 raises RuntimeError here.  Programs of all earlier versions rely on the loop, so this stays
            # as 3.12 and 3.13 had it.
            warnings.warn('There is no current event loop', DeprecationWarning, stacklevel=_callers_level())
            self.set_event_loop(self.new_event_loop())
        if local._loop is None:
            import threading
            raise RuntimeError(f'There is no current event loop in thread {threading.current_thread().name!r}.')
        return local._loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
        self._local._set_called = True
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


def _in_main_thread():
    # By name, as tests patch threading.current_thread.
    import threading
    return threading.current_thread() is threading.main_thread()


def _callers_level():
    """Return the stacklevel, for a warning in our caller, of the first frame outside asyncio."""
    level = 2
    frame = sys._getframe(2)
    while frame is not None and frame.f_globals.get('__name__', '').partition('.')[0] == 'asyncio':
        frame = frame.f_back
        level += 1
    return level


for _class in (_AbstractEventLoopPolicy, _BaseDefaultEventLoopPolicy):
    _class.__module__ = 'asyncio.events'
del _class
