"""Processes with the interface of threads: started by fork, talking through pipes.

Queues, locks, pools, managers and shared memory are not there yet, nor are the
start methods 'spawn' and 'forkserver'.
"""

from multiprocessing import context as _context
from multiprocessing.context import (AuthenticationError, BufferTooShort, ProcessError,
                                     TimeoutError)
from multiprocessing.process import (BaseProcess, active_children, current_process,
                                     parent_process)

_default_context = _context._default_context

__all__ = [name for name in dir(_default_context) if not name.startswith('_')]
globals().update((name, getattr(_default_context, name)) for name in __all__)

# Keys of the logger.
SUBDEBUG = 5
SUBWARNING = 25

_MISSING = frozenset("""
    Array Barrier BoundedSemaphore Condition Event JoinableQueue Lock Manager Pool Queue
    RLock RawArray RawValue Semaphore SimpleQueue Value set_forkserver_preload
    set_executable allow_connection_pickling
""".split())


def __getattr__(name):
    if name in _MISSING:
        raise AttributeError(f"Coil does not have multiprocessing.{name} yet")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
