"""Threads and the things that keep them apart, over `_thread`.

Conditions, events, semaphores and barriers stand in `_threading_sync`, and
are visible here.
"""

import _thread
import os as _os
import sys as _sys
from itertools import count as _count

from _thread import (TIMEOUT_MAX, _get_main_thread_ident, daemon_threads_allowed,
                     get_ident, stack_size)
from _thread import _local as local
from _thread import error as ThreadError
from _threading_sync import (Barrier, BoundedSemaphore, BrokenBarrierError,
                             Condition, Event, RLock, Semaphore, _CRLock,
                             _deque, _PyRLock, _RLock, _time)

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread',
           'enumerate', 'main_thread', 'TIMEOUT_MAX',
           'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread',
           'Barrier', 'BrokenBarrierError', 'Timer', 'ThreadError',
           'setprofile', 'settrace', 'local', 'stack_size',
           'excepthook', 'ExceptHookArgs', 'getprofile', 'gettrace',
           'setprofile_all_threads', 'settrace_all_threads']

for _class in (Condition, Event, Semaphore, BoundedSemaphore, Barrier,
               BrokenBarrierError, _RLock, RLock):
    _class.__module__ = __name__    # where users know them from
del _class

_start_joinable_thread = _thread.start_joinable_thread
_ThreadHandle = _thread._ThreadHandle
_make_thread_handle = _thread._make_thread_handle
_daemon_threads_allowed = daemon_threads_allowed
_allocate_lock = _thread.allocate_lock
_set_name = getattr(_thread, 'set_name', None)
Lock = _thread.lock

if hasattr(_thread, 'get_native_id'):
    get_native_id = _thread.get_native_id
    _HAVE_THREAD_NATIVE_ID = True
    __all__.append('get_native_id')
else:
    _HAVE_THREAD_NATIVE_ID = False


# --- tracing and profiling --------------------------------------------------

_profile_hook = None
_trace_hook = None


def setprofile(func):
    """Set a profile function for all threads started from now on."""
    global _profile_hook
    _profile_hook = func


def setprofile_all_threads(func):
    """Set a profile function for all threads, running ones included."""
    setprofile(func)
    _sys._setprofileallthreads(func)


def getprofile():
    """The profile function set by setprofile()."""
    return _profile_hook


def settrace(func):
    """Set a trace function for all threads started from now on."""
    global _trace_hook
    _trace_hook = func


def settrace_all_threads(func):
    """Set a trace function for all threads, running ones included."""
    settrace(func)
    _sys._settraceallthreads(func)


def gettrace():
    """The trace function set by settrace()."""
    return _trace_hook


# --- the threads there are --------------------------------------------------

_counter = _count(1).__next__
_active_limbo_lock = RLock()
_active = {}                    # ident -> Thread
_limbo = {}                     # threads that have not yet got an ident
_tracked = None                 # a WeakSet of all threads, once somebody looks


def __getattr__(name):
    # Test suites look for threads left over; nobody else pays for knowing.
    global _tracked
    if name == '_dangling':
        if _tracked is None:
            from _weakrefset import WeakSet
            _tracked = WeakSet()
            _tracked.update(_enumerate())
        return _tracked
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _newname(name_template):
    return name_template % _counter()


class Thread:
    """A thread of control: a target function, or an overridden run()."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None,
                 args=(), kwargs=None, *, daemon=None, context=None):
        assert group is None, "group argument must be None for now"
        if kwargs is None:
            kwargs = {}
        if name:
            name = str(name)
        else:
            name = _newname("Thread-%d")
            if target is not None:
                try:
                    name += f" ({target.__name__})"
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = kwargs
        if daemon is not None:
            if daemon and not _daemon_threads_allowed():
                raise RuntimeError('daemon threads are disabled in this (sub)interpreter')
            self._daemonic = daemon
        else:
            self._daemonic = current_thread().daemon
        self._context = context
        self._ident = None
        if _HAVE_THREAD_NATIVE_ID:
            self._native_id = None
        self._os_thread_handle = _ThreadHandle()
        self._started = Event()
        self._initialized = True
        # Kept by the thread, as sys.stderr may be gone when it ends.
        self._stderr = _sys.stderr
        self._invoke_excepthook = _make_invoke_excepthook()
        if _tracked is not None:
            _tracked.add(self)

    def _after_fork(self, new_ident=None):
        self._started._at_fork_reinit()
        if new_ident is not None:
            self._ident = new_ident
            if _HAVE_THREAD_NATIVE_ID:
                self._set_native_id()
        else:
            self._os_thread_handle._set_done()

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._started.is_set():
            status = "started"
        if self._os_thread_handle.is_done():
            status = "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += " %s" % self._ident
        return "<%s(%s, %s)>" % (self.__class__.__name__, self._name, status)

    def start(self):
        """Start the thread; run() is called in it. At most once per object."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        with _active_limbo_lock:
            _limbo[self] = self
        if self._context is None:
            import _contextvars
            # Whether a thread sees its starter's context is an option.
            if getattr(_sys.flags, 'thread_inherit_context', False):
                self._context = _contextvars.copy_context()
            else:
                self._context = _contextvars.Context()
        try:
            _start_joinable_thread(self._bootstrap, handle=self._os_thread_handle,
                                   daemon=self.daemon)
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        self._started.wait()    # it has an ident and is listed

    def run(self):
        """What the thread does: call the target with its arguments."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # A target often refers to its thread: break the cycle.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        try:
            self._bootstrap_inner()
        except:
            # A daemon thread may wake up in an interpreter that has been
            # torn down; then there is nobody to tell.
            if self._daemonic and _sys is None:
                return
            raise

    def _set_ident(self):
        self._ident = get_ident()

    if _HAVE_THREAD_NATIVE_ID:
        def _set_native_id(self):
            self._native_id = get_native_id()

    def _set_os_name(self):
        if _set_name is None or not self._name:
            return
        try:
            _set_name(self._name)
        except OSError:
            pass

    def _bootstrap_inner(self):
        try:
            self._set_ident()
            if _HAVE_THREAD_NATIVE_ID:
                self._set_native_id()
            self._set_os_name()
            with _active_limbo_lock:
                _active[self._ident] = self
                del _limbo[self]
            self._started.set()
            if _trace_hook:
                _sys.settrace(_trace_hook)
            if _profile_hook:
                _sys.setprofile(_profile_hook)
            try:
                self._context.run(self.run)
            except:
                self._invoke_excepthook(self)
        finally:
            self._delete()

    def _delete(self):
        with _active_limbo_lock:
            # The ident may have been given to another thread already.
            _active.pop(get_ident(), None)

    def join(self, timeout=None):
        """Wait until the thread ends, at most `timeout` seconds."""
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is not None:
            timeout = max(timeout, 0)
        self._os_thread_handle.join(timeout)

    @property
    def name(self):
        """A string for people; several threads may have the same."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)
        if get_ident() == self._ident:
            self._set_os_name()

    @property
    def ident(self):
        """The thread's identifier, None before it is started."""
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    if _HAVE_THREAD_NATIVE_ID:
        @property
        def native_id(self):
            """The operating system's number of the thread, None before it is started."""
            assert self._initialized, "Thread.__init__() not called"
            return self._native_id

    def is_alive(self):
        """Whether the thread runs: between start() and the end of run()."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started.is_set() and not self._os_thread_handle.is_done()

    @property
    def daemon(self):
        """Whether the program may end while this thread runs."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if daemonic and not _daemon_threads_allowed():
            raise RuntimeError('daemon threads are disabled in this interpreter')
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        """Deprecated: use the attribute `daemon`."""
        _deprecated('isDaemon() is deprecated, get the daemon attribute instead')
        return self.daemon

    def setDaemon(self, daemonic):
        """Deprecated: use the attribute `daemon`."""
        _deprecated('setDaemon() is deprecated, set the daemon attribute instead')
        self.daemon = daemonic

    def getName(self):
        """Deprecated: use the attribute `name`."""
        _deprecated('getName() is deprecated, get the name attribute instead')
        return self.name

    def setName(self, name):
        """Deprecated: use the attribute `name`."""
        _deprecated('setName() is deprecated, set the name attribute instead')
        self.name = name


def _deprecated(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


# --- exceptions that end a thread -------------------------------------------

try:
    from _thread import _excepthook as excepthook
    from _thread import _ExceptHookArgs as ExceptHookArgs
except ImportError:
    from _threading_sync import ExceptHookArgs, excepthook

__excepthook__ = excepthook


def _make_invoke_excepthook():
    # Bound now, since a daemon thread may still need these at shutdown.
    old_excepthook = excepthook
    old_sys_excepthook = _sys.excepthook
    if old_excepthook is None:
        raise RuntimeError("threading.excepthook is None")
    if old_sys_excepthook is None:
        raise RuntimeError("sys.excepthook is None")
    sys_exc_info = _sys.exc_info
    local_print = print
    local_sys = _sys

    def invoke_excepthook(thread):
        try:
            hook = globals().get('excepthook')
            if hook is None:
                hook = old_excepthook
            hook(ExceptHookArgs([*sys_exc_info(), thread]))
        except Exception as error:
            error.__suppress_context__ = True
            del error
            if local_sys is not None and local_sys.stderr is not None:
                stderr = local_sys.stderr
            else:
                stderr = thread._stderr
            local_print("Exception in threading.excepthook:",
                        file=stderr, flush=True)
            if local_sys is not None and local_sys.excepthook is not None:
                sys_excepthook = local_sys.excepthook
            else:
                sys_excepthook = old_sys_excepthook
            sys_excepthook(*sys_exc_info())
        finally:
            thread = None       # do not keep it alive through this frame
    return invoke_excepthook


# --- special threads --------------------------------------------------------

class Timer(Thread):
    """Call a function after `interval` seconds, unless cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        """Do not call the function, if it has not been called yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    """The thread that the program began with."""

    def __init__(self):
        Thread.__init__(self, name="MainThread", daemon=False)
        self._started.set()
        self._ident = _get_main_thread_ident()
        self._os_thread_handle = _make_thread_handle(self._ident)
        if _HAVE_THREAD_NATIVE_ID:
            self._set_native_id()
        with _active_limbo_lock:
            _active[self._ident] = self


class _DeleteDummyThreadOnDel:
    """Forgets the stand-in of a foreign thread when the thread's locals go."""

    def __init__(self, dummy_thread):
        self._dummy_thread = dummy_thread
        self._tident = dummy_thread.ident
        # In a thread local, so that it dies with the thread.
        _thread_local_info._track_dummy_thread_ref = self

    def __del__(self, _active_limbo_lock=_active_limbo_lock, _active=_active):
        with _active_limbo_lock:
            if _active.get(self._tident) is self._dummy_thread:
                _active.pop(self._tident, None)


_thread_local_info = local()


class _DummyThread(Thread):
    """Stands for a thread that was not started through this module."""

    def __init__(self):
        Thread.__init__(self, name=_newname("Dummy-%d"),
                        daemon=_daemon_threads_allowed())
        self._started.set()
        self._set_ident()
        self._os_thread_handle = _make_thread_handle(self._ident)
        if _HAVE_THREAD_NATIVE_ID:
            self._set_native_id()
        with _active_limbo_lock:
            _active[self._ident] = self
        _DeleteDummyThreadOnDel(self)

    def is_alive(self):
        if not self._os_thread_handle.is_done() and self._started.is_set():
            return True
        raise RuntimeError("thread is not alive")

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")

    def _after_fork(self, new_ident=None):
        if new_ident is not None:
            self.__class__ = _MainThread
            self._name = 'MainThread'
            self._daemonic = False
        Thread._after_fork(self, new_ident=new_ident)


def current_thread():
    """The Thread object of the caller."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """Deprecated: use current_thread()."""
    _deprecated('currentThread() is deprecated, use current_thread() instead')
    return current_thread()


def active_count():
    """How many threads are alive."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


def activeCount():
    """Deprecated: use active_count()."""
    _deprecated('activeCount() is deprecated, use active_count() instead')
    return active_count()


def _enumerate():
    # For callers that hold the lock.
    return list(_active.values()) + list(_limbo.values())


def enumerate():
    """All threads that are alive."""
    with _active_limbo_lock:
        return list(_active.values()) + list(_limbo.values())


def main_thread():
    """The thread that the program began with."""
    return _main_thread


# --- start and end of the program -------------------------------------------

_threading_atexits = []
_SHUTTING_DOWN = False


def _register_atexit(func, *arg, **kwargs):
    """Call a function before the non-daemon threads are joined at exit."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append(lambda: func(*arg, **kwargs))


_main_thread = _MainThread()


def _shutdown():
    """Called by the interpreter at its end: wait for all non-daemon threads."""
    global _SHUTTING_DOWN
    if _main_thread._os_thread_handle.is_done() and _is_main_interpreter():
        return                  # called before
    _SHUTTING_DOWN = True
    for atexit_call in reversed(_threading_atexits):
        atexit_call()
    if _is_main_interpreter():
        _main_thread._os_thread_handle._set_done()
    _thread._shutdown()


def _is_main_interpreter():
    return getattr(_thread, '_is_main_interpreter', lambda: True)()


def _after_fork():
    """In a child process only the forking thread goes on."""
    global _active_limbo_lock, _active, _main_thread
    _active_limbo_lock = RLock()
    survivors = {}
    try:
        current = _active[get_ident()]
    except KeyError:
        current = _MainThread()
    _main_thread = current
    with _active_limbo_lock:
        threads = set(_enumerate())
        if _tracked is not None:
            threads.update(_tracked)
        for thread in threads:
            if thread is current:
                ident = get_ident()
                thread._after_fork(new_ident=ident)
                survivors[ident] = thread
            else:
                thread._after_fork()
        _limbo.clear()
        _active.clear()
        _active.update(survivors)


if hasattr(_os, "register_at_fork"):
    _os.register_at_fork(after_in_child=_after_fork)
