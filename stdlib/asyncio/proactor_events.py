"""The base of event loops over completion ports, by name only: Coil has none, as it does not run on Windows.

Programs ask `isinstance(loop, BaseProactorEventLoop)` on every platform, so the name must be there.
"""

__all__ = ('BaseProactorEventLoop',)

from . import base_events


class BaseProactorEventLoop(base_events.BaseEventLoop):

    def __init__(self, proactor):
        raise NotImplementedError('proactor event loops exist on Windows only')

    def __del__(self):
        pass  # nothing was opened
