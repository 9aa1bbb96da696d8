"""The default event loop policy on Unix, with the child watchers that CPython had until 3.13."""

from .policies import _BaseDefaultEventLoopPolicy, _in_main_thread
from .unix_events import SelectorEventLoop


class _UnixDefaultEventLoopPolicy(_BaseDefaultEventLoopPolicy):
    """Default event loop policy on Unix."""

    _loop_factory = SelectorEventLoop
    _watcher = None  # only if a program has set one; loops have watchers of their own

    def set_event_loop(self, loop):
        super().set_event_loop(loop)
        if self._watcher is not None and _in_main_thread():
            self._watcher.attach_loop(loop)

    def get_child_watcher(self):
        """Get the watcher for child processes: the one that was set, or a threaded one."""
        _warn('get_child_watcher')
        if self._watcher is None:
            from .unix_watchers import ThreadedChildWatcher
            watcher = self._watcher = ThreadedChildWatcher()
            if _in_main_thread():
                watcher.attach_loop(self._local._loop)
        return self._watcher

    def set_child_watcher(self, watcher):
        """Set the watcher for child processes; the former one is closed."""
        from .unix_watchers import AbstractChildWatcher
        assert watcher is None or isinstance(watcher, AbstractChildWatcher)
        if self._watcher is not None:
            self._watcher.close()
        self._watcher = watcher
        _warn('set_child_watcher')


def _warn(name):
    import warnings
    warnings.warn(f"'{name}' is deprecated as of Python 3.12 and will be removed in Python 3.14.",
                  DeprecationWarning, stacklevel=3)


_UnixDefaultEventLoopPolicy.__module__ = 'asyncio.unix_events'
DefaultEventLoopPolicy = _DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
