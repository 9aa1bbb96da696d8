"""A child process by fork."""

import os
import signal

from multiprocessing import util

__all__ = ['Popen']


class Popen:
    """Forks, runs the process object in the child, and knows its end."""

    method = 'fork'

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        self.finalizer = None
        self._launch(process_obj)

    def _launch(self, process_obj):
        code = 1
        # The child's end is closed with the child: ours is ready then.
        parent_r, child_w = os.pipe()
        # And ours with us.
        child_r, parent_w = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(parent_r)
                os.close(parent_w)
                code = process_obj._bootstrap()
            finally:
                os._exit(code)
        os.close(child_w)
        os.close(child_r)
        self.sentinel = parent_r
        self.finalizer = util.Finalize(self, util.close_fds, (parent_r, parent_w))

    def poll(self, flag=os.WNOHANG):
        """The exit code, None while the process runs."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except OSError:
                # Somebody else has reaped it: its status is lost.
                return None
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        """The same after waiting, at most so many seconds."""
        if self.returncode is not None:
            return self.returncode
        if timeout is not None:
            from multiprocessing.connection import wait
            if not wait([self.sentinel], timeout):
                return None
        # A closed sentinel may come a little earlier than the end.
        return self.poll(os.WNOHANG if timeout == 0.0 else 0)

    def _send_signal(self, sig):
        if self.returncode is None:
            try:
                os.kill(self.pid, sig)
            except ProcessLookupError:
                pass
            except OSError:
                if self.wait(timeout=0.1) is None:
                    raise

    def interrupt(self):
        self._send_signal(signal.SIGINT)

    def terminate(self):
        self._send_signal(signal.SIGTERM)

    def kill(self):
        self._send_signal(signal.SIGKILL)

    def close(self):
        if self.finalizer is not None:
            self.finalizer()
