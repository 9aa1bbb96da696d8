"""Contexts: the package's functions for one way of starting processes."""

import os

from multiprocessing import process

__all__ = ()


class ProcessError(Exception):
    """Whatever is wrong with processes."""


class BufferTooShort(ProcessError):
    """A message is longer than the buffer for it, and is in args[0]."""


class TimeoutError(ProcessError):
    """The time is over."""


class AuthenticationError(ProcessError):
    """The other side does not know the key."""


class Process(process.BaseProcess):
    """A process that is forked from this one."""

    _start_method = 'fork'

    @staticmethod
    def _Popen(process_obj):
        from multiprocessing.popen_fork import Popen
        return Popen(process_obj)


class BaseContext:
    """What a context offers."""

    ProcessError = ProcessError
    BufferTooShort = BufferTooShort
    TimeoutError = TimeoutError
    AuthenticationError = AuthenticationError

    current_process = staticmethod(process.current_process)
    parent_process = staticmethod(process.parent_process)
    active_children = staticmethod(process.active_children)

    def cpu_count(self):
        """The number of processors."""
        number = os.cpu_count()
        if number is None:
            raise NotImplementedError('cannot determine number of cpus')
        return number

    def Pipe(self, duplex=True):
        """Two connected ends; with duplex=False (for reading, for writing)."""
        from multiprocessing.connection import Pipe
        return Pipe(duplex)

    def freeze_support(self):
        """For Windows only."""

    def get_logger(self):
        """The package's logger."""
        from multiprocessing.util import get_logger
        return get_logger()

    def log_to_stderr(self, level=None):
        """Let the logger write to stderr, from this level on."""
        from multiprocessing.util import log_to_stderr
        return log_to_stderr(level)

    def get_context(self, method=None):
        """The context of a start method."""
        if method is None or method == 'fork':
            return _fork_context
        if method in ('spawn', 'forkserver'):
            raise NotImplementedError(f"Coil does not have the start method {method!r} yet")
        raise ValueError('cannot find context for %r' % method)

    def get_start_method(self, allow_none=False):
        """How processes are started."""
        return 'fork'

    def set_start_method(self, method, force=False):
        """Choose how processes are started; contexts of one method cannot."""
        raise ValueError('cannot set start method of concrete context')


class ForkContext(BaseContext):
    _name = 'fork'
    Process = Process


class DefaultContext(BaseContext):
    """The context of the package itself."""

    Process = Process
    _chosen = False

    def set_start_method(self, method, force=False):
        if self._chosen and not force:
            raise RuntimeError('context has already been set')
        if method is not None:
            self.get_context(method)
        self._chosen = method is not None

    def get_all_start_methods(self):
        """The start methods that there are, the default first."""
        return ['fork']


_fork_context = ForkContext()
_default_context = DefaultContext()


def assert_spawning(obj):
    """Some objects can only be passed on by inheritance."""
    raise RuntimeError('%s objects should only be shared between processes '
                       'through inheritance' % type(obj).__name__)


def get_spawning_popen():
    """What starts a process just now, while its object is pickled."""
    return None
