"""Learning that a child process has ended.

A loop uses a descriptor of the process (pidfd) where the system has them, and otherwise a thread that waits.  The
public classes were CPython's until 3.13.
"""

import itertools
import os
import threading
import warnings

from . import events, unix_events
from .log import logger


def _reap(pid):
    """Wait for the process, and return its exit code, or None if somebody else has reaped it."""
    try:
        _, status = os.waitpid(pid, 0)
    except ChildProcessError:
        return None
    return unix_events.waitstatus_to_exitcode(status)


class AbstractChildWatcher:
    """Calls a handler when a child process has ended.

    It is used as a context manager around the start of the process, so that none is missed.
    """

    def add_child_handler(self, pid, callback, *args):
        """Call callback(pid, returncode, *args) when the process ends; it may be called in any thread."""
        raise NotImplementedError()

    def remove_child_handler(self, pid):
        """Remove the handler; return whether there was one."""
        raise NotImplementedError()

    def attach_loop(self, loop):
        """Give the watcher a loop to work in, or None."""
        raise NotImplementedError()

    def close(self):
        """Close the watcher."""
        raise NotImplementedError()

    def is_active(self):
        """Return True if the watcher is ready for use."""
        raise NotImplementedError()

    def __enter__(self):
        raise NotImplementedError()

    def __exit__(self, a, b, c):
        raise NotImplementedError()


class PidfdChildWatcher(AbstractChildWatcher):
    """Waits for a descriptor of the process in the loop that started it."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_traceback):
        pass

    def is_active(self):
        return True

    def close(self):
        pass

    def attach_loop(self, loop):
        pass

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        pidfd = os.pidfd_open(pid)
        loop._add_reader(pidfd, self._do_wait, pid, pidfd, callback, args)

    def _do_wait(self, pid, pidfd, callback, args):
        loop = events.get_running_loop()
        loop._remove_reader(pidfd)
        returncode = _reap(pid)
        if returncode is None:
            returncode = 255
            logger.warning('child process pid %d exit status already read:  will report returncode 255', pid)
        os.close(pidfd)
        callback(pid, returncode, *args)

    def remove_child_handler(self, pid):
        # Nothing is kept by process, as asyncio never removes handlers.
        return True


class ThreadedChildWatcher(AbstractChildWatcher):
    """Waits for each process in a thread of its own."""

    def __init__(self):
        self._pid_counter = itertools.count(0)
        self._threads = {}

    def is_active(self):
        return True

    def close(self):
        pass

    def attach_loop(self, loop):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        pass

    def __del__(self):
        running = [thread for thread in list(self._threads.values()) if thread.is_alive()]
        if running:
            warnings.warn(f'{self.__class__} has registered but not finished child processes', ResourceWarning,
                          source=self)

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        thread = threading.Thread(target=self._do_waitpid, name=f'asyncio-waitpid-{next(self._pid_counter)}',
                                  args=(loop, pid, callback, args), daemon=True)
        self._threads[pid] = thread
        thread.start()

    def remove_child_handler(self, pid):
        return True

    def _do_waitpid(self, loop, expected_pid, callback, args):
        assert expected_pid > 0
        returncode = _reap(expected_pid)
        if returncode is None:
            returncode = 255
            logger.warning('Unknown child process pid %d, will report returncode 255', expected_pid)
        if loop.is_closed():
            logger.warning('Loop %r that handles pid %r is closed', loop, expected_pid)
        else:
            loop.call_soon_threadsafe(callback, expected_pid, returncode, *args)
        self._threads.pop(expected_pid, None)


_PidfdChildWatcher = PidfdChildWatcher
_ThreadedChildWatcher = ThreadedChildWatcher


def can_use_pidfd():
    if not hasattr(os, 'pidfd_open'):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False  # an old system, or a sandbox
    return True


def _default_watcher():
    return PidfdChildWatcher() if can_use_pidfd() else ThreadedChildWatcher()


class BaseChildWatcher(AbstractChildWatcher):
    """Looks for ended children whenever a loop in the main thread gets SIGCHLD."""

    def __init__(self):
        self._loop = None
        self._callbacks = {}

    def close(self):
        self.attach_loop(None)

    def is_active(self):
        return self._loop is not None and self._loop.is_running()

    def _do_waitpid(self, expected_pid):
        raise NotImplementedError()

    def _do_waitpid_all(self):
        raise NotImplementedError()

    def attach_loop(self, loop):
        from signal import SIGCHLD
        assert loop is None or isinstance(loop, events.AbstractEventLoop)
        if self._loop is not None and loop is None and self._callbacks:
            warnings.warn('A loop is being detached from a child watcher with pending handlers', RuntimeWarning)
        if self._loop is not None:
            self._loop.remove_signal_handler(SIGCHLD)
        self._loop = loop
        if loop is not None:
            loop.add_signal_handler(SIGCHLD, self._sig_chld)
            # Some may have ended before.
            self._do_waitpid_all()

    def _sig_chld(self):
        try:
            self._do_waitpid_all()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': 'Unknown exception in SIGCHLD handler',
                'exception': exc,
            })


class SafeChildWatcher(BaseChildWatcher):
    """Asks for each child of its own, so that it does not take others' away; slow with many."""

    def close(self):
        self._callbacks.clear()
        super().close()

    def __enter__(self):
        return self

    def __exit__(self, a, b, c):
        pass

    def add_child_handler(self, pid, callback, *args):
        self._callbacks[pid] = callback, args
        self._do_waitpid(pid)  # it may have ended already

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def _do_waitpid_all(self):
        for pid in list(self._callbacks):
            self._do_waitpid(pid)

    def _do_waitpid(self, expected_pid):
        assert expected_pid > 0
        try:
            pid, status = os.waitpid(expected_pid, os.WNOHANG)
        except ChildProcessError:
            pid, returncode = expected_pid, 255
            logger.warning('Unknown child process pid %d, will report returncode 255', pid)
        else:
            if pid == 0:
                return  # it runs
            returncode = unix_events.waitstatus_to_exitcode(status)
            if self._loop.get_debug():
                logger.debug('process %s exited with returncode %s', expected_pid, returncode)
        handler = self._callbacks.pop(pid, None)
        if handler is None:
            if self._loop.get_debug():
                logger.warning('Child watcher got an unexpected pid: %r', pid, exc_info=True)
            return
        callback, args = handler
        callback(pid, returncode, *args)


class FastChildWatcher(BaseChildWatcher):
    """Reaps every child, whoever started it."""

    def __init__(self):
        super().__init__()
        self._lock = threading.Lock()
        self._zombies = {}   # ended before their handlers were added
        self._forks = 0      # how many are about to start a child

    def close(self):
        self._callbacks.clear()
        self._zombies.clear()
        super().close()

    def __enter__(self):
        with self._lock:
            self._forks += 1
            return self

    def __exit__(self, a, b, c):
        with self._lock:
            self._forks -= 1
            if self._forks or not self._zombies:
                return
            collateral = str(self._zombies)
            self._zombies.clear()
        logger.warning('Caught subprocesses termination from unknown pids: %s', collateral)

    def add_child_handler(self, pid, callback, *args):
        assert self._forks, 'Must use the context manager'
        with self._lock:
            if pid not in self._zombies:
                self._callbacks[pid] = callback, args
                return
            returncode = self._zombies.pop(pid)
        callback(pid, returncode, *args)

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def _do_waitpid_all(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return  # there are no children
            if pid == 0:
                return  # those that there are run
            returncode = unix_events.waitstatus_to_exitcode(status)
            with self._lock:
                handler = self._callbacks.pop(pid, None)
                if handler is None and self._forks:
                    # Its handler will be added.
                    self._zombies[pid] = returncode
                    if self._loop.get_debug():
                        logger.debug('unknown process %s exited with returncode %s', pid, returncode)
                    continue
            if handler is None:
                logger.warning('Caught subprocess termination from unknown pid: %d -> %d', pid, returncode)
                continue
            if self._loop.get_debug():
                logger.debug('process %s exited with returncode %s', pid, returncode)
            callback, args = handler
            callback(pid, returncode, *args)


class MultiLoopChildWatcher(AbstractChildWatcher):
    """As SafeChildWatcher, for processes started in any loop, with a signal handler of its own."""

    def __init__(self):
        self._callbacks = {}
        self._saved_sighandler = None

    def is_active(self):
        return self._saved_sighandler is not None

    def close(self):
        import signal
        self._callbacks.clear()
        if self._saved_sighandler is None:
            return
        if signal.getsignal(signal.SIGCHLD) != self._sig_chld:
            logger.warning('SIGCHLD handler was changed by outside code')
        else:
            signal.signal(signal.SIGCHLD, self._saved_sighandler)
        self._saved_sighandler = None

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        pass

    def add_child_handler(self, pid, callback, *args):
        self._callbacks[pid] = events.get_running_loop(), callback, args
        self._do_waitpid(pid)  # it may have ended already

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def attach_loop(self, loop):
        import signal
        if self._saved_sighandler is not None:
            return
        self._saved_sighandler = signal.signal(signal.SIGCHLD, self._sig_chld)
        if self._saved_sighandler is None:
            logger.warning('Previous SIGCHLD handler was set by non-Python code, '
                           'restore to default handler on watcher close.')
            self._saved_sighandler = signal.SIG_DFL
        signal.siginterrupt(signal.SIGCHLD, False)

    def _do_waitpid_all(self):
        for pid in list(self._callbacks):
            self._do_waitpid(pid)

    def _do_waitpid(self, expected_pid):
        assert expected_pid > 0
        try:
            pid, status = os.waitpid(expected_pid, os.WNOHANG)
        except ChildProcessError:
            pid, returncode = expected_pid, 255
            logger.warning('Unknown child process pid %d, will report returncode 255', pid)
        else:
            if pid == 0:
                return  # it runs
            returncode = unix_events.waitstatus_to_exitcode(status)
        entry = self._callbacks.pop(pid, None)
        if entry is None:
            logger.warning('Child watcher got an unexpected pid: %r', pid, exc_info=True)
            return
        loop, callback, args = entry
        if loop.is_closed():
            logger.warning('Loop %r that handles pid %r is closed', loop, pid)
        else:
            loop.call_soon_threadsafe(callback, pid, returncode, *args)

    def _sig_chld(self, signum, frame):
        try:
            self._do_waitpid_all()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            logger.warning('Unknown exception in SIGCHLD handler', exc_info=True)


for _class in (AbstractChildWatcher, PidfdChildWatcher, ThreadedChildWatcher, BaseChildWatcher, SafeChildWatcher,
               FastChildWatcher, MultiLoopChildWatcher):
    _class.__module__ = 'asyncio.unix_events'
del _class
