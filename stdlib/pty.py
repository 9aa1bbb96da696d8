"""Pseudo-terminals: running a program as if a person sat at it."""

import os
import sys
import tty
from select import select
from tty import setraw, tcgetattr, tcsetattr

__all__ = ["openpty", "fork", "spawn"]

STDIN_FILENO = 0
STDOUT_FILENO = 1
STDERR_FILENO = 2

CHILD = 0


def openpty():
    """A new pair of descriptors: (controlling end, terminal)."""
    return os.openpty()


def fork():
    """Fork with a terminal of its own for the child: (pid, controlling end).

    In the child the pid is CHILD and the descriptor invalid.
    """
    pid, fd = os.forkpty()
    return (pid, -1) if pid == CHILD else (pid, fd)


def _read(fd):
    return os.read(fd, 1024)


def _copy(master_fd, master_read=_read, stdin_read=_read):
    """Pass data both ways until one side ends."""
    if os.get_blocking(master_fd):
        os.set_blocking(master_fd, False)
        try:
            _copy(master_fd, master_read, stdin_read)
        finally:
            os.set_blocking(master_fd, True)
        return
    most = 1 << 16
    stdin_open = True
    to_master = b''
    to_stdout = b''
    while True:
        readers = []
        writers = []
        if stdin_open and len(to_master) < most:
            readers.append(STDIN_FILENO)
        if len(to_stdout) < most:
            readers.append(master_fd)
        if to_stdout:
            writers.append(STDOUT_FILENO)
        if to_master:
            writers.append(master_fd)
        readable, writable, _ = select(readers, writers, [])
        if STDOUT_FILENO in writable:
            to_stdout = to_stdout[os.write(STDOUT_FILENO, to_stdout):]
        if master_fd in readable:
            # Some systems report the child's end as an error.
            try:
                data = master_read(master_fd)
            except OSError:
                data = b''
            if not data:
                return
            to_stdout += data
        if master_fd in writable:
            to_master = to_master[os.write(master_fd, to_master):]
        if stdin_open and STDIN_FILENO in readable:
            data = stdin_read(STDIN_FILENO)
            if data:
                to_master += data
            else:
                stdin_open = False


def spawn(argv, master_read=_read, stdin_read=_read):
    """Run a program at a new terminal that this one's input and output serve.

    The two functions read from the terminal and from standard input. The
    result is the wait status.
    """
    if isinstance(argv, str):
        argv = (argv,)
    sys.audit('pty.spawn', argv)
    pid, master_fd = fork()
    if pid == CHILD:
        os.execlp(argv[0], *argv)
    try:
        mode = tcgetattr(STDIN_FILENO)
        setraw(STDIN_FILENO)
        restore = True
    except tty.error:
        restore = False         # not a terminal
    try:
        _copy(master_fd, master_read, stdin_read)
    finally:
        if restore:
            tcsetattr(STDIN_FILENO, tty.TCSAFLUSH, mode)
    os.close(master_fd)
    return os.waitpid(pid, 0)[1]
