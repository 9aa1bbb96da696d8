"""Logging: loggers form a tree, handlers write records, formatters give them shape.

Loggers stand in `_logger`, formatters in `_format`; this module holds
levels, records, handlers and the functions for the root logger.
"""

import os
import sys
import threading
import time
import weakref

__all__ = ['BASIC_FORMAT', 'BufferingFormatter', 'CRITICAL', 'DEBUG', 'ERROR',
           'FATAL', 'FileHandler', 'Filter', 'Formatter', 'Handler', 'INFO',
           'LogRecord', 'Logger', 'LoggerAdapter', 'NOTSET', 'NullHandler',
           'StreamHandler', 'WARN', 'WARNING', 'addLevelName', 'basicConfig',
           'captureWarnings', 'critical', 'debug', 'disable', 'error',
           'exception', 'fatal', 'getLevelName', 'getLogger', 'getLoggerClass',
           'info', 'log', 'makeLogRecord', 'setLoggerClass', 'shutdown',
           'warn', 'warning', 'getLogRecordFactory', 'setLogRecordFactory',
           'lastResort', 'raiseExceptions', 'getLevelNamesMapping',
           'getHandlerByName', 'getHandlerNames']

_startTime = time.time_ns()

raiseExceptions = True          # whether handlers report their own errors
logThreads = True
logMultiprocessing = True
logProcesses = True
logAsyncioTasks = True

# --- levels -----------------------------------------------------------------

CRITICAL = 50
FATAL = CRITICAL
ERROR = 40
WARNING = 30
WARN = WARNING
INFO = 20
DEBUG = 10
NOTSET = 0

_levelToName = {
    CRITICAL: 'CRITICAL',
    ERROR: 'ERROR',
    WARNING: 'WARNING',
    INFO: 'INFO',
    DEBUG: 'DEBUG',
    NOTSET: 'NOTSET',
}
_nameToLevel = {
    'CRITICAL': CRITICAL,
    'FATAL': FATAL,
    'ERROR': ERROR,
    'WARN': WARNING,
    'WARNING': WARNING,
    'INFO': INFO,
    'DEBUG': DEBUG,
    'NOTSET': NOTSET,
}


def getLevelNamesMapping():
    """All level names with their numbers."""
    return _nameToLevel.copy()


def getLevelName(level):
    """The name of a level, or the number of a name; else "Level %s"."""
    result = _levelToName.get(level)
    if result is not None:
        return result
    result = _nameToLevel.get(level)
    if result is not None:
        return result
    return "Level %s" % level


def addLevelName(level, levelName):
    """Give a level a name."""
    with _lock:
        _levelToName[level] = levelName
        _nameToLevel[levelName] = level


def _acquireLock():
    """Until 3.12 the lock was taken so; programs and tests span versions."""
    _lock.acquire()


def _releaseLock():
    """The counterpart of _acquireLock()."""
    _lock.release()


def _checkLevel(level):
    if isinstance(level, int):
        return level
    if str(level) == level:
        if level not in _nameToLevel:
            raise ValueError("Unknown level: %r" % level)
        return _nameToLevel[level]
    raise TypeError("Level not an integer or a valid string: %r" % (level,))


# --- locking ----------------------------------------------------------------

_lock = threading.RLock()       # for everything that loggers and handlers share

if hasattr(os, 'register_at_fork'):
    _at_fork_reinit_lock_weakset = weakref.WeakSet()

    def _register_at_fork_reinit_lock(instance):
        with _lock:
            _at_fork_reinit_lock_weakset.add(instance)

    def _after_at_fork_child_reinit_locks():
        for handler in _at_fork_reinit_lock_weakset:
            handler._at_fork_reinit()
        # The parent holds the lock in the moment of the fork.
        _lock._at_fork_reinit()

    os.register_at_fork(before=_lock.acquire,
                        after_in_child=_after_at_fork_child_reinit_locks,
                        after_in_parent=_lock.release)
else:
    def _register_at_fork_reinit_lock(instance):
        pass


# --- records ----------------------------------------------------------------

class LogRecord(object):
    """One event, with all that formatters may want to show."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info,
                 func=None, sinfo=None, **kwargs):
        ct = time.time_ns()
        self.name = name
        self.msg = msg
        # A sole dictionary may be addressed by keys: "%(key)s".
        if args and len(args) == 1 and args[0] and (
                type(args[0]) is dict or _is_mapping(args[0])):
            args = args[0]
        self.args = args
        self.levelname = getLevelName(level)
        self.levelno = level
        self.pathname = pathname
        try:
            self.filename = filename = os.path.basename(pathname)
            self.module = os.path.splitext(filename)[0]
        except (TypeError, ValueError, AttributeError):
            self.filename = pathname
            self.module = "Unknown module"
        self.exc_info = exc_info
        self.exc_text = None    # the formatted traceback, once there is one
        self.stack_info = sinfo
        self.lineno = lineno
        self.funcName = func
        self.created = ct / 1e9
        self.msecs = (ct % 1_000_000_000) // 1_000_000 + 0.0
        self.relativeCreated = (ct - _startTime) / 1e6
        if logThreads:
            self.thread = threading.get_ident()
            self.threadName = threading.current_thread().name
        else:
            self.thread = None
            self.threadName = None
        self._set_process()
        self.taskName = None
        if logAsyncioTasks:
            asyncio = sys.modules.get('asyncio')
            if asyncio:
                try:
                    self.taskName = asyncio.current_task().get_name()
                except Exception:
                    pass        # not in a task

    def _set_process(self):
        if not logMultiprocessing:
            self.processName = None
        else:
            self.processName = 'MainProcess'
            mp = sys.modules.get('multiprocessing')
            if mp is not None:
                # A user's import hook may run at this very moment.
                try:
                    self.processName = mp.current_process().name
                except Exception:
                    pass
        self.process = os.getpid() if logProcesses and hasattr(os, 'getpid') else None

    def __repr__(self):
        return '<LogRecord: %s, %s, %s, %s, "%s">' % (
            self.name, self.levelno, self.pathname, self.lineno, self.msg)

    def getMessage(self):
        """The message with its arguments filled in."""
        msg = str(self.msg)
        if self.args:
            msg = msg % self.args
        return msg


def _is_mapping(value):
    from collections.abc import Mapping
    return isinstance(value, Mapping)


_logRecordFactory = LogRecord


def setLogRecordFactory(factory):
    """Make records by calling `factory` instead of LogRecord."""
    global _logRecordFactory
    _logRecordFactory = factory


def getLogRecordFactory():
    """What makes records."""
    return _logRecordFactory


def makeLogRecord(dict):
    """A record with the given attributes, such as one that came over a socket."""
    record = _logRecordFactory(None, None, "", 0, "", (), None, None)
    record.__dict__.update(dict)
    return record


class Filter(object):
    """Lets records of one logger and of those below it pass."""

    def __init__(self, name=''):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        """Whether the record is to be logged."""
        if self.nlen == 0:
            return True
        if self.name == record.name:
            return True
        if record.name.find(self.name, 0, self.nlen) != 0:
            return False
        return record.name[self.nlen] == "."


class Filterer(object):
    """What loggers and handlers share: a list of filters."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        """Add a filter: an object with `filter`, or a callable."""
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        """Remove a filter."""
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """The record to log, possibly a replacement; something false to drop it."""
        for f in self.filters:
            if hasattr(f, 'filter'):
                result = f.filter(record)
            else:
                result = f(record)
            if not result:
                return False
            if isinstance(result, LogRecord):
                record = result
        return record


from logging._format import (BASIC_FORMAT, _STYLES, BufferingFormatter,
                             Formatter, PercentStyle, StrFormatStyle,
                             StringTemplateStyle, _defaultFormatter)

# --- handlers ---------------------------------------------------------------

_handlers = weakref.WeakValueDictionary()   # by name
_handlerList = []                           # weak references, for shutdown()


def _removeHandlerRef(wr):
    # May be called at interpreter shutdown, when globals are gone.
    handlers, lock = _handlerList, _lock
    if lock and handlers:
        with lock:
            try:
                handlers.remove(wr)
            except ValueError:
                pass


def _addHandlerRef(handler):
    with _lock:
        _handlerList.append(weakref.ref(handler, _removeHandlerRef))


def getHandlerByName(name):
    """The handler of that name, or None."""
    return _handlers.get(name)


def getHandlerNames():
    """The names of all named handlers."""
    return frozenset(_handlers)


class Handler(Filterer):
    """Base of all handlers: a level, a formatter, filters and a lock."""

    def __init__(self, level=NOTSET):
        Filterer.__init__(self)
        self._name = None
        self.level = _checkLevel(level)
        self.formatter = None
        self._closed = False
        _addHandlerRef(self)
        self.createLock()

    def get_name(self):
        return self._name

    def set_name(self, name):
        with _lock:
            if self._name in _handlers:
                del _handlers[self._name]
            self._name = name
            if name:
                _handlers[name] = self

    name = property(get_name, set_name)

    def createLock(self):
        """Make the lock that keeps threads out of each other's output."""
        self.lock = threading.RLock()
        _register_at_fork_reinit_lock(self)

    def _at_fork_reinit(self):
        self.lock._at_fork_reinit()

    def acquire(self):
        """Take the handler's lock."""
        if self.lock:
            self.lock.acquire()

    def release(self):
        """Give the handler's lock back."""
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        """Ignore records below `level`."""
        self.level = _checkLevel(level)

    def format(self, record):
        """The text of a record."""
        if self.formatter:
            return self.formatter.format(record)
        return _defaultFormatter.format(record)

    def emit(self, record):
        """Write the record somewhere: for subclasses."""
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        """Emit the record if the filters let it pass."""
        if self.filters:
            rv = self.filter(record)
            if isinstance(rv, LogRecord):
                record = rv
        else:
            rv = record
        if rv:
            lock = self.lock
            if lock:
                with lock:
                    self.emit(record)
            else:
                self.emit(record)
        return rv

    def setFormatter(self, fmt):
        """Use the formatter `fmt`."""
        self.formatter = fmt

    def flush(self):
        """See that everything is written: for subclasses."""

    def close(self):
        """Forget the handler; subclasses free what they hold."""
        with _lock:
            self._closed = True
            if self._name and self._name in _handlers:
                del _handlers[self._name]

    def handleError(self, record):
        """Called in an `except` of emit(): tell on stderr what went wrong."""
        if not (raiseExceptions and sys.stderr):
            return
        t, v, tb = sys.exc_info()
        try:
            _report_logging_error(record, t, v, tb)
        except OSError:
            pass                # stderr is broken too
        finally:
            del t, v, tb

    def __repr__(self):
        return '<%s (%s)>' % (self.__class__.__name__, getLevelName(self.level))


def _report_logging_error(record, t, v, tb):
    import traceback
    stderr = sys.stderr
    stderr.write('--- Logging error ---\n')
    traceback.print_exception(t, v, tb, None, stderr)
    stderr.write('Call stack:\n')
    # The place in the user's program is what helps.
    frame = tb.tb_frame
    while frame and os.path.dirname(frame.f_code.co_filename) == __path__[0]:
        frame = frame.f_back
    if frame:
        traceback.print_stack(frame, file=stderr)
    else:
        stderr.write('Logged from file %s, line %s\n'
                     % (record.filename, record.lineno))
    try:
        stderr.write('Message: %r\nArguments: %s\n' % (record.msg, record.args))
    except RecursionError:
        raise
    except Exception:
        stderr.write('Unable to print the message and arguments - possible '
                     'formatting error.\nUse the traceback above to help '
                     'find the error.\n')


class StreamHandler(Handler):
    """Writes to a stream, sys.stderr by default."""

    terminator = '\n'

    def __init__(self, stream=None):
        Handler.__init__(self)
        if stream is None:
            stream = sys.stderr
        self.stream = stream

    def flush(self):
        with self.lock:
            if self.stream and hasattr(self.stream, "flush"):
                self.stream.flush()

    def emit(self, record):
        try:
            msg = self.format(record)
            # One write, so that lines of several processes do not mix.
            self.stream.write(msg + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write to another stream; the old one, or None if it is the same."""
        if stream is self.stream:
            return None
        result = self.stream
        with self.lock:
            self.flush()
            self.stream = stream
        return result

    def __repr__(self):
        name = str(getattr(self.stream, 'name', ''))
        if name:
            name += ' '
        return '<%s %s(%s)>' % (self.__class__.__name__, name,
                                getLevelName(self.level))

    from types import GenericAlias as _alias
    __class_getitem__ = classmethod(_alias)
    del _alias


class FileHandler(StreamHandler):
    """Writes to a file."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        filename = os.fspath(filename)
        # Absolute, as the working directory may change later.
        self.baseFilename = os.path.abspath(filename)
        self.mode = mode
        self.encoding = encoding
        if "b" not in mode:
            from io import text_encoding
            self.encoding = text_encoding(encoding)
        self.errors = errors
        self.delay = delay
        self._builtin_open = open   # `open` may be gone when the program ends
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            StreamHandler.__init__(self, self._open())

    def close(self):
        with self.lock:
            try:
                if self.stream:
                    try:
                        self.flush()
                    finally:
                        stream = self.stream
                        self.stream = None
                        if hasattr(stream, "close"):
                            stream.close()
            finally:
                # Also unlinks a handler that never opened its file.
                StreamHandler.close(self)

    def _open(self):
        return self._builtin_open(self.baseFilename, self.mode,
                                  encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        if self.stream is None:
            # Not after close() of a file opened for writing: it would be emptied.
            if self.mode != 'w' or not self._closed:
                self.stream = self._open()
        if self.stream:
            StreamHandler.emit(self, record)

    def __repr__(self):
        return '<%s %s (%s)>' % (self.__class__.__name__, self.baseFilename,
                                 getLevelName(self.level))


class _StderrHandler(StreamHandler):
    """Writes to whatever sys.stderr is at the moment."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


_defaultLastResort = _StderrHandler(WARNING)
lastResort = _defaultLastResort


class NullHandler(Handler):
    """Does nothing: for libraries, which leave it to programs what is logged."""

    def handle(self, record):
        pass

    def emit(self, record):
        pass

    def createLock(self):
        self.lock = None

    def _at_fork_reinit(self):
        pass


# --- loggers ----------------------------------------------------------------

from logging._logger import (Logger, LoggerAdapter, Manager, PlaceHolder,
                             RootLogger, _is_internal_frame, _srcfile,
                             currentframe, getLoggerClass, setLoggerClass)

root = RootLogger(WARNING)
Logger.root = root
Logger.manager = Manager(Logger.root)


def _handlers_of_basic_config(kwargs):
    handlers = kwargs.pop("handlers", None)
    encoding = kwargs.pop('encoding', None)
    errors = kwargs.pop('errors', 'backslashreplace')
    if handlers is None:
        if "stream" in kwargs and "filename" in kwargs:
            raise ValueError("'stream' and 'filename' should not be specified together")
    elif "stream" in kwargs or "filename" in kwargs:
        raise ValueError("'stream' or 'filename' should not be specified "
                         "together with 'handlers'")
    if handlers is None:
        filename = kwargs.pop("filename", None)
        mode = kwargs.pop("filemode", 'a')
        if filename:
            if 'b' in mode:
                errors = None
            else:
                from io import text_encoding
                encoding = text_encoding(encoding)
            handler = FileHandler(filename, mode, encoding=encoding, errors=errors)
        else:
            handler = StreamHandler(kwargs.pop("stream", None))
        handlers = [handler]
    return handlers


def basicConfig(**kwargs):
    """Give the root logger a handler, unless it has one already.

    Keywords: filename, filemode, format, datefmt, style, level, stream,
    handlers, force, encoding, errors, formatter.
    """
    with _lock:
        if kwargs.pop('force', False):
            for handler in root.handlers[:]:
                root.removeHandler(handler)
                handler.close()
        if root.handlers:
            return
        handlers = _handlers_of_basic_config(kwargs)
        formatter = kwargs.pop("formatter", None)
        if formatter is None:
            datefmt = kwargs.pop("datefmt", None)
            style = kwargs.pop("style", '%')
            if style not in _STYLES:
                raise ValueError('Style must be one of: %s' % ','.join(_STYLES.keys()))
            formatter = Formatter(kwargs.pop("format", _STYLES[style][1]),
                                  datefmt, style)
        else:
            for name in ('format', 'datefmt', 'style'):
                if name in kwargs:
                    raise ValueError(f"{name!r} should not be specified together "
                                     "with 'formatter'")
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        level = kwargs.pop("level", None)
        if level is not None:
            root.setLevel(level)
        if kwargs:
            raise ValueError('Unrecognised argument(s): %s' % ', '.join(kwargs.keys()))


def getLogger(name=None):
    """The logger of that name, made if it does not exist; the root without name."""
    if not name or isinstance(name, str) and name == root.name:
        return root
    return Logger.manager.getLogger(name)


def critical(msg, *args, **kwargs):
    """Log to the root logger with level CRITICAL."""
    if len(root.handlers) == 0:
        basicConfig()
    root.critical(msg, *args, **kwargs)


def fatal(msg, *args, **kwargs):
    """Use critical() instead."""
    critical(msg, *args, **kwargs)


def error(msg, *args, **kwargs):
    """Log to the root logger with level ERROR."""
    if len(root.handlers) == 0:
        basicConfig()
    root.error(msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    """Log to the root logger with level ERROR and the current exception."""
    error(msg, *args, exc_info=exc_info, **kwargs)


def warning(msg, *args, **kwargs):
    """Log to the root logger with level WARNING."""
    if len(root.handlers) == 0:
        basicConfig()
    root.warning(msg, *args, **kwargs)


def warn(msg, *args, **kwargs):
    """Deprecated: use warning()."""
    import warnings
    warnings.warn("The 'warn' function is deprecated, use 'warning' instead",
                  DeprecationWarning, 2)
    warning(msg, *args, **kwargs)


def info(msg, *args, **kwargs):
    """Log to the root logger with level INFO."""
    if len(root.handlers) == 0:
        basicConfig()
    root.info(msg, *args, **kwargs)


def debug(msg, *args, **kwargs):
    """Log to the root logger with level DEBUG."""
    if len(root.handlers) == 0:
        basicConfig()
    root.debug(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    """Log to the root logger with the given level."""
    if len(root.handlers) == 0:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Log nothing of `level` and below, in all loggers."""
    root.manager.disable = level
    root.manager._clear_cache()


def shutdown(handlerList=_handlerList):
    """Flush and close all handlers: done at the end of the program."""
    for wr in reversed(handlerList[:]):
        # Errors may come from anything that is being torn down.
        try:
            handler = wr()
            if handler:
                try:
                    handler.acquire()
                    # MemoryHandlers may not want to be flushed.
                    if getattr(handler, 'flushOnClose', True):
                        handler.flush()
                    handler.close()
                except (OSError, ValueError):
                    pass        # its file is gone or closed
                finally:
                    handler.release()
        except:
            if raiseExceptions:
                raise


import atexit
atexit.register(shutdown)

# --- warnings ---------------------------------------------------------------

_warnings_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    """Send warnings to the logger "py.warnings", unless a file is given."""
    if file is not None:
        if _warnings_showwarning is not None:
            _warnings_showwarning(message, category, filename, lineno, file, line)
        return
    import warnings
    text = warnings.formatwarning(message, category, filename, lineno, line)
    logger = getLogger("py.warnings")
    if not logger.handlers:
        logger.addHandler(NullHandler())
    # As the message alone, so that it is not taken for a format.
    logger.warning(str(text))


def captureWarnings(capture):
    """Whether warnings go to the logging system."""
    global _warnings_showwarning
    import warnings
    if capture:
        if _warnings_showwarning is None:
            _warnings_showwarning = warnings.showwarning
            warnings.showwarning = _showwarning
    elif _warnings_showwarning is not None:
        warnings.showwarning = _warnings_showwarning
        _warnings_showwarning = None
