"""What becomes of a warning, in Python, for an interpreter without _warnings."""

import sys


def make(namespace):
    """(warn, warn_explicit, _filters_mutated) for the warnings module of this namespace.

    Filters and functions are looked up there at each call, as users replace them.
    """
    version = 1     # registries of an older one are void

    def _filters_mutated():
        nonlocal version
        version += 1

    def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
        """Issue a warning, or ignore it, or raise it."""
        category = _category(message, category)
        if not isinstance(skip_file_prefixes, tuple):
            raise TypeError("skip_file_prefixes must be a tuple of strs.")
        if skip_file_prefixes:
            stacklevel = max(2, stacklevel)
        try:
            frame = _frame_to_blame(stacklevel, skip_file_prefixes)
        except ValueError:
            globals, filename, lineno = sys.__dict__, "<sys>", 0
        else:
            globals = frame.f_globals
            filename = frame.f_code.co_filename
            lineno = frame.f_lineno
        module = globals.get("__name__", "<string>")
        registry = globals.setdefault("__warningregistry__", {})
        namespace["warn_explicit"](message, category, filename, lineno, module, registry,
                                   globals, source)

    def warn_explicit(message, category, filename, lineno, module=None, registry=None,
                      module_globals=None, source=None):
        """As warn(), for a place that is given."""
        lineno = int(lineno)
        if module is None:
            module = filename or "<unknown>"
            if module[-3:].lower() == ".py":
                module = module[:-3]
        if registry is None:
            registry = {}
        if registry.get("version", 0) != version:
            registry.clear()
            registry["version"] = version
        if isinstance(message, Warning):
            text = str(message)
            category = message.__class__
        else:
            text = message
            message = category(message)
        if registry.get((text, category, lineno)):
            return
        action, item = _action(namespace, text, category, module, lineno)
        if action == "ignore":
            return
        # While the loader can still be asked for the source.
        import linecache
        linecache.getlines(filename, module_globals)
        if action == "error":
            raise message
        if _is_due(action, item, registry, namespace["onceregistry"], text, category,
                   lineno):
            namespace["_showwarnmsg"](namespace["WarningMessage"](
                message, category, filename, lineno, source=source))

    return warn, warn_explicit, _filters_mutated


def _category(message, category):
    if isinstance(message, Warning):
        return message.__class__
    if category is None:
        return UserWarning
    if isinstance(category, type) and issubclass(category, Warning):
        return category
    raise TypeError("category must be a Warning subclass, "
                    f"not '{type(category).__name__}'")


def _frame_to_blame(stacklevel, skip_file_prefixes):
    """The frame that the caller's caller means by stacklevel, or ValueError."""
    frame = sys._getframe(2)
    if stacklevel <= 1 or _is_internal(frame):
        return sys._getframe(stacklevel + 1)
    for _ in range(stacklevel - 1):
        frame = _next_external(frame, skip_file_prefixes)
        if frame is None:
            raise ValueError
    return frame


def _action(namespace, text, category, module, lineno):
    """(what to do, the filter that says so)"""
    for item in namespace["filters"]:
        action, msg, cat, mod, line = item
        if ((msg is None or msg.match(text)) and issubclass(category, cat)
                and (mod is None or mod.match(module)) and line in (0, lineno)):
            return action, item
    return namespace["defaultaction"], None


def _is_due(action, item, registry, once, text, category, lineno):
    """Whether the action lets the warning be shown this time; takes note of it."""
    if action in ("always", "all"):
        return True
    if action not in ("once", "module", "default"):
        raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n "
                           f"{item}")
    registry[text, category, lineno] = 1
    if action == "default":
        return True
    if action == "once":
        seen, key = once, (text, category)
    else:
        seen, key = registry, (text, category, 0)
    if seen.get(key):
        return False
    seen[key] = 1
    return True


def default_filters():
    """The filters at start-up: deprecations are shown where they are the user's own."""
    import re
    return [
        ("default", None, DeprecationWarning, re.compile("__main__"), 0),
        ("ignore", None, DeprecationWarning, None, 0),
        ("ignore", None, PendingDeprecationWarning, None, 0),
        ("ignore", None, ImportWarning, None, 0),
        ("ignore", None, ResourceWarning, None, 0),
    ]


def _is_internal(frame):
    """Whether it is a frame of the import system, which hides the one that imports."""
    filename = frame.f_code.co_filename
    return "importlib" in filename and "_bootstrap" in filename


def _next_external(frame, skip_file_prefixes):
    frame = frame.f_back
    while frame is not None and (
            _is_internal(frame)
            or skip_file_prefixes
            and frame.f_code.co_filename.startswith(skip_file_prefixes)):
        frame = frame.f_back
    return frame
