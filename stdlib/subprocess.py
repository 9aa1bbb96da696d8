"""Run programs as child processes, with pipes to and from them.

The reading and writing of several pipes at once stands in
`_subprocess_communicate`.
"""

import builtins
import errno
import io
import os
import signal as _signal
import sys
import threading
import time

from _posixsubprocess import fork_exec as _fork_exec

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput",
           "getoutput", "check_output", "run", "CalledProcessError", "DEVNULL",
           "SubprocessError", "TimeoutExpired", "CompletedProcess"]

PIPE = -1
STDOUT = -2
DEVNULL = -3

_USE_POSIX_SPAWN = False
_USE_VFORK = True
_mswindows = False


def __getattr__(name):
    if name == '_PopenSelector':
        import selectors
        return selectors.PollSelector
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class SubprocessError(Exception):
    """Base of the errors of this module."""


class CalledProcessError(SubprocessError):
    """A program ended with a status other than zero, and that was to be an error."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return "Command '%s' died with %r." % (
                    self.cmd, _signal.Signals(-self.returncode))
            except ValueError:
                return "Command '%s' died with unknown signal %d." % (
                    self.cmd, -self.returncode)
        return "Command '%s' returned non-zero exit status %d." % (
            self.cmd, self.returncode)

    @property
    def stdout(self):
        """The same as output."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """A program did not end in time."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CompletedProcess(object):
    """A process that run() has seen to its end."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        args = ['args={!r}'.format(self.args),
                'returncode={!r}'.format(self.returncode)]
        if self.stdout is not None:
            args.append('stdout={!r}'.format(self.stdout))
        if self.stderr is not None:
            args.append('stderr={!r}'.format(self.stderr))
        return "{}({})".format(type(self).__name__, ', '.join(args))

    from types import GenericAlias as _alias
    __class_getitem__ = classmethod(_alias)
    del _alias

    def check_returncode(self):
        """CalledProcessError if the exit status is not zero."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


# Children whose Popen object has gone before they ended: they are still reaped.
_active = []


def _cleanup():
    if _active is None:
        return
    for inst in _active[:]:
        if inst._internal_poll(_deadstate=sys.maxsize) is not None:
            try:
                _active.remove(inst)
            except ValueError:
                pass


def _args_from_interpreter_flags():
    """The command line options that reproduce sys.flags."""
    flag_opt_map = {'debug': 'd', 'dont_write_bytecode': 'B', 'no_site': 'S',
                    'verbose': 'v', 'bytes_warning': 'b', 'quiet': 'q'}
    args = []
    if sys.flags.optimize > 0:
        args.append('-' + 'O' * sys.flags.optimize)
    for flag, opt in flag_opt_map.items():
        v = getattr(sys.flags, flag)
        if v > 0:
            args.append('-' + opt * v)
    if sys.flags.isolated:
        args.append('-I')
    else:
        if sys.flags.ignore_environment:
            args.append('-E')
        if sys.flags.no_user_site:
            args.append('-s')
        if sys.flags.safe_path:
            args.append('-P')
    for opt in sys.warnoptions:
        args.append('-W' + opt)
    for opt, value in getattr(sys, '_xoptions', {}).items():
        args.extend(('-X', opt if value is True else '%s=%s' % (opt, value)))
    return args


# --- functions --------------------------------------------------------------

def call(*popenargs, timeout=None, **kwargs):
    """Run a program, wait for it, return its exit status."""
    with Popen(*popenargs, **kwargs) as p:
        try:
            return p.wait(timeout=timeout)
        except:                 # KeyboardInterrupt included
            p.kill()
            raise


def check_call(*popenargs, **kwargs):
    """Like call(); CalledProcessError unless the status is zero."""
    retcode = call(*popenargs, **kwargs)
    if retcode:
        cmd = kwargs.get("args")
        if cmd is None:
            cmd = popenargs[0]
        raise CalledProcessError(retcode, cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a program and return what it prints; errors as for check_call()."""
    for kw in ('stdout', 'check'):
        if kw in kwargs:
            raise ValueError(f'{kw} argument not allowed, it will be overridden.')
    if 'input' in kwargs and kwargs['input'] is None:
        # Nothing to read, rather than the parent's own stdin.
        if kwargs.get('universal_newlines') or kwargs.get('text') or \
                kwargs.get('encoding') or kwargs.get('errors'):
            kwargs['input'] = ''
        else:
            kwargs['input'] = b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False,
        **kwargs):
    """Run a program to its end: a CompletedProcess."""
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used '
                             'with capture_output.')
        kwargs['stdout'] = PIPE
        kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:                 # KeyboardInterrupt included
            process.kill()
            raise
        retcode = process.poll()
        if check and retcode:
            raise CalledProcessError(retcode, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, retcode, stdout, stderr)


def list2cmdline(seq):
    """A command line in the quoting rules of Windows."""
    result = []
    for arg in map(os.fsdecode, seq):
        needquote = (" " in arg) or ("\t" in arg) or not arg
        text = ''
        backslashes = 0
        for c in arg:
            if c == '\\':
                backslashes += 1
            elif c == '"':
                text += '\\' * (backslashes * 2 + 1) + '"'
                backslashes = 0
            else:
                text += '\\' * backslashes + c
                backslashes = 0
        text += '\\' * backslashes * (2 if needquote else 1)
        result.append(f'"{text}"' if needquote else text)
    return ' '.join(result)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Run a shell command: (exit status, what it prints on both outputs)."""
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT,
                            encoding=encoding, errors=errors)
        exitcode = 0
    except CalledProcessError as ex:
        data = ex.output
        exitcode = ex.returncode
    if data[-1:] == '\n':
        data = data[:-1]
    return exitcode, data


def getoutput(cmd, *, encoding=None, errors=None):
    """What a shell command prints on both outputs."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


# --- processes --------------------------------------------------------------

class Popen:
    """A child process; for the arguments see the documentation."""

    _child_created = False

    def __init__(self, args, bufsize=-1, executable=None,
                 stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True,
                 shell=False, cwd=None, env=None, universal_newlines=None,
                 startupinfo=None, creationflags=0,
                 restore_signals=True, start_new_session=False,
                 pass_fds=(), *, user=None, group=None, extra_groups=None,
                 encoding=None, errors=None, text=None, umask=-1, pipesize=-1,
                 process_group=None):
        _cleanup()
        self._waitpid_lock = threading.Lock()
        self._input = None
        self._communication_started = False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if stdout is STDOUT:
            raise ValueError("STDOUT can only be used for stderr")
        if pipesize is None:
            pipesize = -1
        if not isinstance(pipesize, int):
            raise TypeError("pipesize must be an integer")
        if startupinfo is not None:
            raise ValueError("startupinfo is only supported on Windows platforms")
        if creationflags != 0:
            raise ValueError("creationflags is only supported on Windows platforms")
        if pass_fds and not close_fds:
            import warnings
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
            close_fds = True
        if (text is not None and universal_newlines is not None
                and bool(universal_newlines) != bool(text)):
            raise SubprocessError('Cannot disambiguate when both text and '
                                  'universal_newlines are supplied but different. '
                                  'Pass one or the other.')
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        self.text_mode = encoding or errors or text or universal_newlines
        self._sigint_wait_secs = 0.25
        self._closed_child_pipe_fds = False
        line_buffering = False
        if self.text_mode and bufsize == 1:
            line_buffering = True
            bufsize = -1
        ids = _identities(user, group, extra_groups)
        if process_group is None:
            process_group = -1
        fds = self._get_handles(stdin, stdout, stderr)
        try:
            self._open_streams(fds, bufsize, line_buffering)
            self._execute_child(args, executable, preexec_fn, close_fds,
                                tuple(sorted(map(int, pass_fds))), cwd, env, fds,
                                shell, restore_signals, ids, umask,
                                start_new_session, process_group)
        except:
            self._abandon(fds, stdin, stdout, stderr)
            raise

    def _abandon(self, fds, stdin, stdout, stderr):
        for f in filter(None, (self.stdin, self.stdout, self.stderr)):
            try:
                f.close()
            except OSError:
                pass
        if not self._closed_child_pipe_fds:
            to_close = []
            if stdin == PIPE:
                to_close.append(fds[0])
            if stdout == PIPE:
                to_close.append(fds[3])
            if stderr == PIPE:
                to_close.append(fds[5])
            if hasattr(self, '_devnull'):
                to_close.append(self._devnull)
            for fd in to_close:
                try:
                    os.close(fd)
                except OSError:
                    pass

    def _open_streams(self, fds, bufsize, line_buffering):
        _p2cread, p2cwrite, c2pread, _c2pwrite, errread, _errwrite = fds
        if p2cwrite != -1:
            self.stdin = io.open(p2cwrite, 'wb', bufsize)
            if self.text_mode:
                self.stdin = io.TextIOWrapper(
                    self.stdin, write_through=True, line_buffering=line_buffering,
                    encoding=self.encoding, errors=self.errors)
        if c2pread != -1:
            self.stdout = io.open(c2pread, 'rb', bufsize)
            if self.text_mode:
                self.stdout = io.TextIOWrapper(self.stdout, encoding=self.encoding,
                                               errors=self.errors)
        if errread != -1:
            self.stderr = io.open(errread, 'rb', bufsize)
            if self.text_mode:
                self.stderr = io.TextIOWrapper(self.stderr, encoding=self.encoding,
                                               errors=self.errors)

    def __repr__(self):
        obj_repr = (f"<{self.__class__.__name__}: "
                    f"returncode: {self.returncode} args: {self.args!r}>")
        if len(obj_repr) > 80:
            obj_repr = obj_repr[:76] + "...>"
        return obj_repr

    from types import GenericAlias as _alias
    __class_getitem__ = classmethod(_alias)
    del _alias

    @property
    def universal_newlines(self):
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, universal_newlines):
        self.text_mode = bool(universal_newlines)

    def _translate_newlines(self, data, encoding, errors):
        data = data.decode(encoding, errors)
        return data.replace("\r\n", "\n").replace("\r", "\n")

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type == KeyboardInterrupt:
                # The child got the signal too: give it a moment, then leave.
                if self._sigint_wait_secs > 0:
                    try:
                        self._wait(timeout=self._sigint_wait_secs)
                    except TimeoutExpired:
                        pass
                self._sigint_wait_secs = 0
            else:
                self.wait()

    def __del__(self, _maxsize=sys.maxsize):
        if not self._child_created:
            return
        if self.returncode is None:
            import warnings
            warnings.warn("subprocess %s is still running" % self.pid,
                          ResourceWarning, source=self)
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    def _get_devnull(self):
        if not hasattr(self, '_devnull'):
            self._devnull = os.open(os.devnull, os.O_RDWR)
        return self._devnull

    def _get_handles(self, stdin, stdout, stderr):
        """(child's stdin, our end, our end, child's stdout, our end, child's stderr)."""
        p2cread = p2cwrite = c2pread = c2pwrite = errread = errwrite = -1
        if stdin == PIPE:
            p2cread, p2cwrite = self._pipe()
        elif stdin is not None:
            p2cread = self._descriptor(stdin)
        if stdout == PIPE:
            c2pread, c2pwrite = self._pipe()
        elif stdout is not None:
            c2pwrite = self._descriptor(stdout)
        if stderr == PIPE:
            errread, errwrite = self._pipe()
        elif stderr == STDOUT:
            errwrite = c2pwrite if c2pwrite != -1 else sys.__stdout__.fileno()
        elif stderr is not None:
            errwrite = self._descriptor(stderr)
        return p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite

    def _pipe(self):
        ends = os.pipe()
        if self.pipesize > 0:
            import fcntl
            if hasattr(fcntl, "F_SETPIPE_SZ"):
                fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, self.pipesize)
        return ends

    def _descriptor(self, file):
        if file == DEVNULL:
            return self._get_devnull()
        return file if isinstance(file, int) else file.fileno()

    def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd,
                       env, fds, shell, restore_signals, ids, umask,
                       start_new_session, process_group):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError('path-like args is not allowed when shell is true')
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ["/bin/sh", "-c"] + args
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        sys.audit("subprocess.Popen", executable, args, cwd, env)
        orig_executable = executable
        errpipe_read, errpipe_write = _high_pipe()
        try:
            try:
                env_list = None if env is None else _environment(env)
                executable = os.fsencode(executable)
                if os.path.dirname(executable):
                    executable_list = (executable,)
                else:
                    executable_list = tuple(os.path.join(os.fsencode(dir), executable)
                                            for dir in os.get_exec_path(env))
                fds_to_keep = set(pass_fds)
                fds_to_keep.add(errpipe_write)
                gid, gids, uid = ids
                self.pid = _fork_exec(
                    args, executable_list, close_fds, tuple(sorted(fds_to_keep)),
                    cwd, env_list, *fds, errpipe_read, errpipe_write,
                    restore_signals, start_new_session, process_group,
                    gid, gids, uid, umask, preexec_fn, *_VFORK_ARGUMENT)
                self._child_created = True
            finally:
                os.close(errpipe_write)
            self._close_pipe_fds(fds)
            errpipe_data = bytearray()
            while True:
                part = os.read(errpipe_read, 50000)
                errpipe_data += part
                if not part or len(errpipe_data) > 50000:
                    break
        finally:
            os.close(errpipe_read)
        if errpipe_data:
            self._raise_child_error(errpipe_data, orig_executable, cwd)

    def _close_pipe_fds(self, fds):
        p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite = fds
        devnull_fd = getattr(self, '_devnull', None)
        if p2cread != -1 and p2cwrite != -1 and p2cread != devnull_fd:
            os.close(p2cread)
        if c2pwrite != -1 and c2pread != -1 and c2pwrite != devnull_fd:
            os.close(c2pwrite)
        if errwrite != -1 and errread != -1 and errwrite != devnull_fd:
            os.close(errwrite)
        if devnull_fd is not None:
            os.close(devnull_fd)
        self._closed_child_pipe_fds = True

    def _raise_child_error(self, data, orig_executable, cwd):
        try:
            pid, sts = os.waitpid(self.pid, 0)
            if pid == self.pid:
                self._handle_exitstatus(sts)
            else:
                self.returncode = sys.maxsize
        except ChildProcessError:
            pass
        try:
            exception_name, hex_errno, err_msg = bytes(data).split(b':', 2)
        except ValueError:
            exception_name, hex_errno = b'SubprocessError', b'0'
            err_msg = 'Bad exception data from child: {!r}'.format(bytes(data)).encode()
        child_exception_type = getattr(builtins, exception_name.decode('ascii'),
                                       SubprocessError)
        err_msg = err_msg.decode(errors="surrogatepass")
        if issubclass(child_exception_type, OSError) and hex_errno:
            errno_num = int(hex_errno, 16)
            if err_msg == "noexec:chdir":
                err_msg = ""
                err_filename = cwd      # the directory was at fault
            elif err_msg == "noexec":
                err_filename = None
                err_msg = ""
            else:
                err_filename = orig_executable
            if errno_num != 0:
                err_msg = os.strerror(errno_num)
            if err_filename is not None:
                raise child_exception_type(errno_num, err_msg, err_filename)
            raise child_exception_type(errno_num, err_msg)
        raise child_exception_type(err_msg)

    # Waiting.

    def poll(self):
        """The exit status, None while the process runs."""
        return self._internal_poll()

    def _handle_exitstatus(self, sts):
        if os.WIFSTOPPED(sts):
            self.returncode = -os.WSTOPSIG(sts)
        else:
            self.returncode = os.waitstatus_to_exitcode(sts)

    def _internal_poll(self, _deadstate=None):
        if self.returncode is None:
            if not self._waitpid_lock.acquire(False):
                return None     # another thread is waiting
            try:
                if self.returncode is not None:
                    return self.returncode
                pid, sts = os.waitpid(self.pid, os.WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(sts)
            except OSError as e:
                if _deadstate is not None:
                    self.returncode = _deadstate
                elif e.errno == errno.ECHILD:
                    # Somebody else has reaped it; its status is lost.
                    self.returncode = 0
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def _try_wait(self, wait_flags):
        try:
            pid, sts = os.waitpid(self.pid, wait_flags)
        except ChildProcessError:
            pid = self.pid
            sts = 0
        return pid, sts

    def wait(self, timeout=None):
        """Wait for the end of the process: its exit status."""
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            if timeout is not None:
                sigint_timeout = min(self._sigint_wait_secs, endtime - time.monotonic())
            else:
                sigint_timeout = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            try:
                self._wait(timeout=sigint_timeout)
            except TimeoutExpired:
                pass
            raise

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                with self._waitpid_lock:
                    if self.returncode is not None:
                        break
                    pid, sts = self._try_wait(0)
                    # Only a status of this child counts.
                    if pid == self.pid:
                        self._handle_exitstatus(sts)
            return self.returncode
        endtime = time.monotonic() + timeout
        delay = 0.0005          # doubled each time, up to 50 ms
        while True:
            if self._waitpid_lock.acquire(False):
                try:
                    if self.returncode is not None:
                        break
                    pid, sts = self._try_wait(os.WNOHANG)
                    if pid == self.pid:
                        self._handle_exitstatus(sts)
                        break
                finally:
                    self._waitpid_lock.release()
            remaining = endtime - time.monotonic()
            if remaining <= 0:
                raise TimeoutExpired(self.args, timeout)
            delay = min(delay * 2, remaining, .05)
            time.sleep(delay)
        return self.returncode

    def communicate(self, input=None, timeout=None):
        """Write `input`, read both outputs to their end, wait: (stdout, stderr)."""
        from _subprocess_communicate import communicate
        return communicate(self, input, timeout)

    def _communicate(self, input, endtime, orig_timeout):
        from _subprocess_communicate import exchange
        return exchange(self, input, endtime, orig_timeout)

    def send_signal(self, sig):
        """Send a signal, unless the process has ended."""
        # Its number may belong to another process by then.
        self.poll()
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass

    def terminate(self):
        """Send SIGTERM."""
        self.send_signal(_signal.SIGTERM)

    def kill(self):
        """Send SIGKILL."""
        self.send_signal(_signal.SIGKILL)


# 3.11 to 3.13 take one more argument than 3.14.
_VFORK_ARGUMENT = () if sys.version_info >= (3, 14) else (True,)


def _high_pipe():
    """A pipe above the standard descriptors, which the child will overwrite."""
    read, write = os.pipe()
    low = []
    while write < 3:
        low.append(write)
        write = os.dup(write)
    for fd in low:
        os.close(fd)
    return read, write


def _environment(env):
    result = []
    for k, v in env.items():
        k = os.fsencode(k)
        if b'=' in k:
            raise ValueError("illegal environment variable name")
        result.append(k + b'=' + os.fsencode(v))
    return result


def _identities(user, group, extra_groups):
    """The numbers of group, groups and user; None where they do not change."""
    def number(value, what):
        if value is None or isinstance(value, int):
            if value is not None and value < 0:
                raise ValueError(f"{what} ID cannot be negative, got {value}")
            return value
        if not isinstance(value, str):
            raise TypeError(f"{what} must be a string or an integer, not {type(value)}")
        if what == 'User':
            import pwd
            return pwd.getpwnam(value).pw_uid
        import grp
        return grp.getgrnam(value).gr_gid

    gids = None
    if extra_groups is not None:
        if isinstance(extra_groups, str):
            raise TypeError("extra_groups must be a list, not a string")
        gids = [number(item, 'Group') for item in extra_groups]
    return number(group, 'Group'), gids, number(user, 'User')
