"""Which event loop runs, or is current, in a thread; and the names of handles and abstract loops."""

__all__ = ('AbstractEventLoop', 'AbstractServer', 'Handle', 'TimerHandle', 'get_event_loop_policy',
           'set_event_loop_policy', 'get_event_loop', 'set_event_loop', 'new_event_loop', '_set_running_loop',
           'get_running_loop', '_get_running_loop')

import _thread
from _asyncio import Handle, TimerHandle, _get_running_loop, _set_running_loop, get_event_loop, get_running_loop

from ._lazy import lazily
from .abstract_loop import AbstractEventLoop, AbstractServer

for _class in (AbstractEventLoop, AbstractServer):
    _class.__module__ = __name__
del _class

lazily(globals(), threading='threading')

_lock = _thread.allocate_lock()

# None until somebody asks for it; tests look at this name.
_event_loop_policy = None

# Where a policy class lives, by its name here.  Those without an underscore are deprecated.
_POLICY_CLASSES = {
    '_AbstractEventLoopPolicy': '_AbstractEventLoopPolicy',
    '_BaseDefaultEventLoopPolicy': '_BaseDefaultEventLoopPolicy',
    'AbstractEventLoopPolicy': '_AbstractEventLoopPolicy',
    'BaseDefaultEventLoopPolicy': '_BaseDefaultEventLoopPolicy',
}


# CPython gives its Python and C implementations these names; here there is one of each.
_ACCELERATED = ('_get_running_loop', '_set_running_loop', 'get_running_loop', 'get_event_loop')


def __getattr__(name):
    for prefix in ('_py_', '_c_'):
        if name.startswith(prefix) and name[len(prefix):] in _ACCELERATED:
            return globals()[name[len(prefix):]]
    if name not in _POLICY_CLASSES:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    if not name.startswith('_'):
        _warn_deprecated(name)
    from . import policies
    return getattr(policies, _POLICY_CLASSES[name])


def _warn_deprecated(name):
    import warnings
    warnings.warn(f"'asyncio.{name}' is deprecated and slated for removal in Python 3.16", DeprecationWarning,
                  stacklevel=3)


def _get_event_loop_policy():
    global _event_loop_policy
    if _event_loop_policy is None:
        from . import unix_policy
        with _lock:
            if _event_loop_policy is None:
                _event_loop_policy = unix_policy._DefaultEventLoopPolicy()
    return _event_loop_policy


def _set_event_loop_policy(policy):
    global _event_loop_policy
    if policy is not None:
        from . import policies
        if not isinstance(policy, policies._AbstractEventLoopPolicy):
            raise TypeError('policy must be an instance of AbstractEventLoopPolicy or None, '
                            f"not '{type(policy).__name__}'")
    _event_loop_policy = policy


def get_event_loop_policy():
    """Get the current event loop policy."""
    _warn_deprecated('get_event_loop_policy')
    return _get_event_loop_policy()


def set_event_loop_policy(policy):
    """Set the current event loop policy.

    If policy is None, the default policy is restored."""
    _warn_deprecated('set_event_loop_policy')
    _set_event_loop_policy(policy)


def set_event_loop(loop):
    """Equivalent to calling get_event_loop_policy().set_event_loop(loop)."""
    _get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """Equivalent to calling get_event_loop_policy().new_event_loop()."""
    if _event_loop_policy is None:
        from .unix_events import SelectorEventLoop
        return SelectorEventLoop()
    return _event_loop_policy.new_event_loop()


def get_child_watcher():
    """Equivalent to calling get_event_loop_policy().get_child_watcher()."""
    return _get_event_loop_policy().get_child_watcher()


def set_child_watcher(watcher):
    """Equivalent to calling get_event_loop_policy().set_child_watcher(watcher)."""
    return _get_event_loop_policy().set_child_watcher(watcher)
