"""Warnings: filters that say what becomes of each, and how they are shown.

_warnings decides and keeps the filters; this module changes them and shows
what passes.
"""

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings",
           "simplefilter", "resetwarnings", "catch_warnings", "deprecated"]

import sys

try:
    import _warnings
    from _warnings import (_defaultaction as defaultaction, _onceregistry as onceregistry,
                           filters, warn, warn_explicit)
except ImportError:
    import _pywarnings
    warn, warn_explicit, _filters_mutated = _pywarnings.make(globals())
    filters = _pywarnings.default_filters()
    defaultaction = "default"
    onceregistry = {}
else:
    def _filters_mutated():
        """Tell _warnings that what it has remembered of the filters holds no more."""
        _warnings._acquire_lock()
        try:
            _warnings._filters_mutated_lock_held()
        finally:
            _warnings._release_lock()

    if not hasattr(_warnings, "_filters_mutated_lock_held"):
        _filters_mutated = _warnings._filters_mutated


# Showing

class WarningMessage:
    """One warning, with everything that is known about it."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line",
                        "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None,
                 source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, "
                f"line : {self.line!r}}}")

    def __repr__(self):
        return f"<{type(self).__qualname__} {self}>"


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, sys.stderr by default. May be replaced."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """Give the text of a warning. May be replaced."""
    return _formatwarnmsg_impl(
        WarningMessage(message, category, filename, lineno, None, line))


def _showwarnmsg_impl(msg):
    file = msg.file
    if file is None:
        file = sys.stderr
        if file is None:    # a program without a console
            return
    text = _formatwarnmsg(msg)
    try:
        file.write(text)
    except OSError:
        pass                # nowhere left to tell of it


def _formatwarnmsg_impl(msg):
    text = f"{msg.filename}:{msg.lineno}: {msg.category.__name__}: {msg.message}\n"
    line = msg.line
    if line is None:
        try:
            import linecache
            line = linecache.getline(msg.filename, msg.lineno)
        except Exception:
            line = None     # at shutdown, say
    if line:
        text += f"  {line.strip()}\n"
    if msg.source is not None:
        text += _allocation_text(msg)
    return text


def _allocation_text(msg):
    """Where the object that the warning is about was allocated, if that was traced."""
    try:
        import tracemalloc
    except Exception:
        return ""           # an interpreter without it
    try:
        tracing = tracemalloc.is_tracing()
        trace = tracemalloc.get_object_traceback(msg.source)
    except Exception:
        return ""
    if trace is None:
        if tracing:
            return ""
        return (f"{msg.category.__name__}: Enable tracemalloc to get the object "
                "allocation traceback\n")
    text = "Object allocated at (most recent call last):\n"
    for frame in trace:
        text += f'  File "{frame.filename}", lineno {frame.lineno}\n'
        try:
            import linecache
            line = linecache.getline(frame.filename, frame.lineno)
        except Exception:
            line = None
        if line:
            text += f"    {line.strip()}\n"
    return text


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg(msg):
    """What _warnings calls for a warning that passes the filters."""
    show = globals().get("showwarning", _showwarning_orig)
    if show is not _showwarning_orig:
        if not callable(show):
            raise TypeError("warnings.showwarning() must be set to a "
                            "function or method")
        show(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
        return
    _showwarnmsg_impl(msg)


def _formatwarnmsg(msg):
    format = globals().get("formatwarning", _formatwarning_orig)
    if format is not _formatwarning_orig:
        return format(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    return _formatwarnmsg_impl(msg)


# Filters

_ACTIONS = ("error", "ignore", "always", "all", "default", "module", "once")


def _check(action, lineno):
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def filterwarnings(action, message="", category=Warning, module="", lineno=0,
                   append=False):
    """Add a filter, in front unless *append*.

    *message* and *module* are regular expressions, the first one ignoring case.
    """
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    _check(action, lineno)
    if message or module:
        import re
        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    else:
        message = module = None
    _add_filter(action, message, category, module, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Add a filter that fits every message and module."""
    _check(action, lineno)
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    if append:
        if item in filters:
            return
        filters.append(item)
    else:
        # A filter that is there already moves to the front.
        try:
            filters.remove(item)
        except ValueError:
            pass
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Remove all filters."""
    filters.clear()
    _filters_mutated()


# The command line's -W options

class _OptionError(Exception):
    """A -W option that makes no sense."""


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as msg:
            print("Invalid -W option ignored:", msg, file=sys.stderr)


def _setoption(arg):
    """Add the filter that action:message:category:module:line describes."""
    parts = arg.split(":")
    if len(parts) > 5:
        raise _OptionError(f"too many fields (max 5): {arg!r}")
    action, message, category, module, lineno = [
        part.strip() for part in parts + [""] * (5 - len(parts))]
    action = _getaction(action)
    category = _getcategory(category)
    if message or module:
        import re
        message = re.escape(message)
        module = re.escape(module) + r"\z" if module else module
    try:
        lineno = int(lineno) if lineno else 0
        if lineno < 0:
            raise ValueError
    except (ValueError, OverflowError):
        raise _OptionError(f"invalid lineno {lineno!r}") from None
    filterwarnings(action, message, category, module, lineno)


def _getaction(action):
    """The action that *action* abbreviates."""
    if not action:
        return "default"
    for name in ("default", "always", "all", "ignore", "module", "once", "error"):
        if name.startswith(action):
            return name
    raise _OptionError(f"invalid action: {action!r}")


def _getcategory(category):
    if not category:
        return Warning
    module, _, name = category.rpartition(".")
    if not module:
        import builtins as owner
    else:
        try:
            owner = __import__(module, None, None, [name])
        except ImportError:
            raise _OptionError(f"invalid module name: {module!r}") from None
    try:
        cls = getattr(owner, name)
    except AttributeError:
        raise _OptionError(f"unknown warning category: {category!r}") from None
    if not (isinstance(cls, type) and issubclass(cls, Warning)):
        raise _OptionError(f"invalid warning category: {category!r}")
    return cls


class catch_warnings:
    """Restores the filters and showwarning() at the end of a with statement.

    With record=True, warnings are put in the list that "as" gives rather than
    shown. *action* and what follows are passed to simplefilter().
    """

    def __init__(self, *, record=False, module=None, action=None, category=Warning,
                 lineno=0, append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        module = self._module
        self._saved = module.filters, module.showwarning, module._showwarnmsg_impl
        module.filters = list(module.filters)
        module._filters_mutated()
        log = None
        if self._record:
            log = []
            module._showwarnmsg_impl = log.append
            # Or a function put in its place would be shown the warning instead.
            module.showwarning = module._showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        module = self._module
        module.filters, module.showwarning, module._showwarnmsg_impl = self._saved
        module._filters_mutated()


class deprecated:
    """Mark a class or function as deprecated: using it warns.

    The message is kept in its __deprecated__. With category None nothing is
    issued at run time.
    """

    def __init__(self, message: str, /, *,
                 category: type[Warning] | None = DeprecationWarning,
                 stacklevel: int = 1) -> None:
        if not isinstance(message, str):
            raise TypeError("Expected an object of type str for 'message', not "
                            f"{type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        if isinstance(arg, type):
            return self._mark_class(arg)
        if callable(arg):
            return self._mark_function(arg)
        raise TypeError("@deprecated decorator with non-None category must be applied to "
                        f"a class or callable, not {arg!r}")

    def _mark_function(self, arg):
        import functools
        message, category, level = self.message, self.category, self.stacklevel + 1

        @functools.wraps(arg)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=level)
            return arg(*args, **kwargs)

        import inspect
        if inspect.iscoroutinefunction(arg):
            wrapper = inspect.markcoroutinefunction(wrapper)
        arg.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper

    def _mark_class(self, arg):
        import functools
        message, category, level = self.message, self.category, self.stacklevel + 1
        original_new = arg.__new__

        @functools.wraps(original_new)
        def __new__(cls, /, *args, **kwargs):
            if cls is arg:
                warn(message, category=category, stacklevel=level)
            if original_new is not object.__new__:
                return original_new(cls, *args, **kwargs)
            # object() takes arguments only where __init__ does.
            if cls.__init__ is object.__init__ and (args or kwargs):
                raise TypeError(f"{cls.__name__}() takes no arguments")
            return original_new(cls)

        arg.__new__ = staticmethod(__new__)
        original = arg.__init_subclass__
        # One defined in Python is bound to this class, and must be bound to the
        # subclass instead; a built-in one is called as it is.
        bound = hasattr(original, "__func__")
        if bound:
            original = original.__func__

        @functools.wraps(original)
        def __init_subclass__(*args, **kwargs):
            warn(message, category=category, stacklevel=level)
            return original(*args, **kwargs)

        arg.__init_subclass__ = classmethod(__init_subclass__) if bound else __init_subclass__
        arg.__deprecated__ = __new__.__deprecated__ = message
        __init_subclass__.__deprecated__ = message
        return arg


_DEPRECATED_MSG = "{name!r} is deprecated and slated for removal in Python {remove}"


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warn that *name* will be removed, or fail if it should have been by now."""
    remove_formatted = f"{remove[0]}.{remove[1]}"
    if _version[:2] > remove or (_version[:2] == remove and _version[3] != "alpha"):
        raise RuntimeError(f"{name!r} was slated for removal after Python "
                           f"{remove_formatted} alpha")
    warn(message.format(name=name, remove=remove_formatted), DeprecationWarning,
         stacklevel=3)


def _warn_unawaited_coroutine(coro):
    """Called for a coroutine that dies without having been awaited."""
    text = f"coroutine '{coro.__qualname__}' was never awaited\n"
    if coro.cr_origin is not None:
        import linecache
        text += "Coroutine created at (most recent call last)\n"
        for filename, lineno, funcname in reversed(coro.cr_origin):
            text += f'  File "{filename}", line {lineno}, in {funcname}\n'
            line = linecache.getline(filename, lineno)
            if line:
                text += f"    {line.strip()}\n"
    # With the coroutine as its source, so that tracemalloc can tell more.
    warn(text.rstrip("\n"), category=RuntimeWarning, stacklevel=2, source=coro)


_processoptions(sys.warnoptions)
