"""What the package's modules share: the log, finalizers, work after a fork."""

import atexit
import itertools
import os
import sys
import threading
import weakref

from multiprocessing.process import active_children, current_process

__all__ = ['sub_debug', 'debug', 'info', 'sub_warning', 'warn', 'get_logger',
           'log_to_stderr', 'get_temp_dir', 'register_after_fork', 'is_exiting',
           'Finalize', 'ForkAwareThreadLock', 'ForkAwareLocal',
           'close_all_fds_except', 'SUBDEBUG', 'SUBWARNING']

NOTSET = 0
SUBDEBUG = 5
DEBUG = 10
INFO = 20
SUBWARNING = 25
WARNING = 30

LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'

_logger = None
_log_to_stderr = False


def _log(level, msg, args):
    # Nobody has asked for a logger: nothing is made.
    if _logger:
        _logger.log(level, msg, *args, stacklevel=3)


def sub_debug(msg, *args):
    _log(SUBDEBUG, msg, args)


def debug(msg, *args):
    _log(DEBUG, msg, args)


def info(msg, *args):
    _log(INFO, msg, args)


def sub_warning(msg, *args):
    _log(SUBWARNING, msg, args)


def warn(msg, *args):
    _log(WARNING, msg, args)


def get_logger():
    """The package's logger."""
    global _logger
    if _logger is None:
        import logging
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
        # Finalizers still log.
        atexit.unregister(_exit_function)
        atexit.register(_exit_function)
    return _logger


def log_to_stderr(level=None):
    """Let the logger write to stderr, from this level on."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return _logger


def get_temp_dir():
    """A folder for the package's files, removed at the end."""
    config = current_process()._config
    folder = config.get('tempdir')
    if folder is None:
        import shutil
        import tempfile
        folder = tempfile.mkdtemp(prefix='pymp-')
        info('created temp directory %s', folder)
        Finalize(None, shutil.rmtree, args=(folder,), kwargs={'ignore_errors': True},
                 exitpriority=-100)
        config['tempdir'] = folder
    return folder


# After a fork.

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = itertools.count()


def register_after_fork(obj, func):
    """Call func(obj) in children, while the object lives."""
    _afterfork_registry[(next(_afterfork_counter), id(obj), func)] = obj


def _run_after_forkers():
    for (_, _, func), obj in sorted(_afterfork_registry.items(), key=lambda item: item[0][0]):
        try:
            func(obj)
        except Exception as e:
            info('after forker raised exception %s', e)


# Finalizers.

_finalizer_registry = {}
_finalizer_counter = itertools.count()


class Finalize:
    """Calls a function once: when asked, when the object dies, or at the end.

    At the end only those with a priority are called, the highest first.
    """

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError("Exitpriority ({0!r}) must be None or int, not {1!s}".format(
                exitpriority, type(exitpriority)))
        if obj is not None:
            self._weakref = weakref.ref(obj, self)
        elif exitpriority is None:
            raise ValueError("Without object, exitpriority cannot be None")
        else:
            self._weakref = None
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = (exitpriority, next(_finalizer_counter))
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None):
        """Call the function unless that has been done: its result."""
        if _finalizer_registry.pop(self._key, None) is None:
            sub_debug('finalizer no longer registered')
            return None
        if self._pid != os.getpid():
            sub_debug('finalizer ignored because different process')
            result = None
        else:
            sub_debug('finalizer calling %s with args %s and kwargs %s',
                      self._callback, self._args, self._kwargs)
            result = self._callback(*self._args, **self._kwargs)
        self._forget()
        return result

    def _forget(self):
        self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def cancel(self):
        """Do not call the function any more."""
        if _finalizer_registry.pop(self._key, None) is not None:
            self._forget()

    def still_active(self):
        """Whether the function may still be called."""
        return self._key in _finalizer_registry

    def __repr__(self):
        if self._callback is None:
            return '<%s object, dead>' % type(self).__name__
        text = '<%s object, callback=%s' % (
            type(self).__name__, getattr(self._callback, '__name__', self._callback))
        if self._args:
            text += ', args=' + str(self._args)
        if self._kwargs:
            text += ', kwargs=' + str(self._kwargs)
        if self._key[0] is not None:
            text += ', exitpriority=' + str(self._key[0])
        return text + '>'


def _run_finalizers(minpriority=None):
    """Call those with a priority of at least that; None: all that have one, then all."""
    def wanted(key):
        return key[0] is not None and (minpriority is None or key[0] >= minpriority)

    for key in sorted(filter(wanted, list(_finalizer_registry)), reverse=True):
        finalizer = _finalizer_registry.get(key)
        if finalizer is not None:
            sub_debug('calling %s', finalizer)
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


_exiting = False


def is_exiting():
    """Whether the process is ending."""
    return _exiting


def _exit_function():
    """At the end: finalizers, then children; daemons are terminated first."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    info('process shutting down')
    _run_finalizers(0)
    children = active_children()
    for process in children:
        if process.daemon:
            info('calling terminate() for daemon %s', process.name)
            process._popen.terminate()
    for process in children:
        info('calling join() for process %s', process.name)
        process.join()
    _run_finalizers()


atexit.register(_exit_function)


class ForkAwareThreadLock:
    """A lock that is free in children."""

    def __init__(self):
        self._lock = threading.Lock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(threading.local):
    """Attributes of a thread that children do not inherit."""

    def __init__(self):
        register_after_fork(self, lambda obj: obj.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


# Descriptors.

def close_all_fds_except(fds):
    """Close every descriptor but these."""
    fds = sorted([-1, *fds, os.sysconf('SC_OPEN_MAX')])
    for low, high in zip(fds, fds[1:]):
        os.closerange(low + 1, high)


def close_fds(*fds):
    """Close descriptors."""
    for fd in fds:
        os.close(fd)


def _close_stdin():
    """A child must not read what the parent is to read."""
    if sys.stdin is None:
        return
    try:
        sys.stdin.close()
    except (OSError, ValueError):
        pass
    try:
        sys.stdin = open(os.open(os.devnull, os.O_RDONLY), encoding="utf-8", closefd=False)
    except (OSError, ValueError):
        pass


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def spawnv_passfds(path, args, passfds):
    """Start a program that inherits these descriptors: its process id."""
    import _posixsubprocess
    errpipe_read, errpipe_write = os.pipe()
    try:
        return _posixsubprocess.fork_exec(
            args, [path], True, tuple(sorted(map(int, passfds))), None, None,
            -1, -1, -1, -1, -1, -1, errpipe_read, errpipe_write,
            False, False, -1, None, None, None, -1, None)
    finally:
        close_fds(errpipe_read, errpipe_write)


def _cleanup_tests():
    """For tests: nothing of ours is left behind."""
    from test import support
    _run_finalizers()
    support.gc_collect()
    support.reap_children()
