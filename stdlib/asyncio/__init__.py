"""The asyncio package: coroutines, and the event loop that runs them.

Its native half is the module _asyncio; what this half asks of it stands in KERNEL.md.  Each name is loaded when it is
first used, so that `import asyncio` costs next to nothing.
"""

import sys

# Which module defines which names.
_EXPORTS = {
    'base_events': ('BaseEventLoop', 'Server'),
    'coroutines': ('iscoroutinefunction', 'iscoroutine'),
    'events': ('AbstractEventLoop', 'AbstractServer', 'Handle', 'TimerHandle', 'get_event_loop_policy',
               'set_event_loop_policy', 'get_event_loop', 'set_event_loop', 'new_event_loop', '_set_running_loop',
               'get_running_loop', '_get_running_loop'),
    'exceptions': ('BrokenBarrierError', 'CancelledError', 'InvalidStateError', 'TimeoutError', 'IncompleteReadError',
                   'LimitOverrunError', 'SendfileNotAvailableError'),
    'futures': ('Future', 'wrap_future', 'isfuture', 'future_add_to_awaited_by', 'future_discard_from_awaited_by'),
    'graph': ('capture_call_graph', 'format_call_graph', 'print_call_graph', 'FrameCallGraphEntry', 'FutureCallGraph'),
    'locks': ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier'),
    'protocols': ('BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol', 'BufferedProtocol'),
    'runners': ('Runner', 'run'),
    'queues': ('Queue', 'PriorityQueue', 'LifoQueue', 'QueueFull', 'QueueEmpty', 'QueueShutDown'),
    'streams': ('StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection', 'start_server',
                'open_unix_connection', 'start_unix_server'),
    'subprocess': ('create_subprocess_exec', 'create_subprocess_shell'),
    'tasks': ('Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait', 'wait_for',
              'as_completed', 'sleep', 'gather', 'shield', 'ensure_future', 'run_coroutine_threadsafe', 'current_task',
              'all_tasks', 'create_eager_task_factory', 'eager_task_factory', '_register_task', '_unregister_task',
              '_enter_task', '_leave_task'),
    'taskgroups': ('TaskGroup',),
    'threads': ('to_thread',),
    'timeouts': ('Timeout', 'timeout', 'timeout_at'),
    'transports': ('BaseTransport', 'ReadTransport', 'WriteTransport', 'Transport', 'DatagramTransport',
                   'SubprocessTransport'),
    'unix_events': ('SelectorEventLoop', 'EventLoop'),
}

__all__ = tuple(name for names in _EXPORTS.values() for name in names)

_MODULE_OF = {name: module for module, names in _EXPORTS.items() for name in names}

_SUBMODULES = frozenset(_EXPORTS) | {
    'base_futures', 'base_subprocess', 'base_tasks', 'constants', 'format_helpers', 'log', 'mixins', 'proactor_events',
    'selector_events',
    'sslproto', 'staggered', 'trsock'}

# Deprecated or removed by CPython 3.14, kept for programs of earlier versions.
_OLD = {
    'AbstractEventLoopPolicy': ('policies', '_AbstractEventLoopPolicy', True),
    'DefaultEventLoopPolicy': ('unix_policy', '_DefaultEventLoopPolicy', True),
    'AbstractChildWatcher': ('unix_watchers', 'AbstractChildWatcher', False),
    'SafeChildWatcher': ('unix_watchers', 'SafeChildWatcher', False),
    'FastChildWatcher': ('unix_watchers', 'FastChildWatcher', False),
    'MultiLoopChildWatcher': ('unix_watchers', 'MultiLoopChildWatcher', False),
    'PidfdChildWatcher': ('unix_watchers', 'PidfdChildWatcher', False),
    'ThreadedChildWatcher': ('unix_watchers', 'ThreadedChildWatcher', False),
    'get_child_watcher': ('events', 'get_child_watcher', False),
    'set_child_watcher': ('events', 'set_child_watcher', False),
}


def _submodule(name):
    full = f'{__name__}.{name}'
    __import__(full)
    return sys.modules[full]


def __getattr__(name):
    module = _MODULE_OF.get(name)
    if module is not None:
        value = globals()[name] = getattr(_submodule(module), name)
        return value
    if name in _SUBMODULES:
        return _submodule(name)
    if name in _OLD:
        module, attribute, warn = _OLD[name]
        if warn:
            import warnings
            warnings.warn(f"'asyncio.{name}' is deprecated and slated for removal in Python 3.16", DeprecationWarning,
                          stacklevel=2)
        return getattr(_submodule(module), attribute)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def __dir__():
    return sorted(set(globals()) | set(__all__) | _SUBMODULES)
