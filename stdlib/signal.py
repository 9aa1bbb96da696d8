"""Signals: `_signal` with names instead of numbers."""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum

_globals = globals()


def _is_signal(name):
    return (name.isupper() and name.startswith('SIG') and not name.startswith('SIG_')
            or name.startswith('CTRL_'))


_IntEnum._convert_('Signals', __name__, _is_signal)
_IntEnum._convert_('Handlers', __name__, lambda name: name in ('SIG_DFL', 'SIG_IGN'))
if 'pthread_sigmask' in _globals:
    _IntEnum._convert_('Sigmasks', __name__,
                       lambda name: name in ('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'))


def _int_to_enum(value, enum_klass):
    """The member for a number; the value itself if there is none."""
    if not isinstance(value, int):
        return value
    try:
        return enum_klass(value)
    except ValueError:
        return value


def _enum_to_int(value):
    try:
        return int(value)
    except (ValueError, TypeError):
        return value


def _documented_by(native):
    def decorate(function):
        function.__doc__ = native.__doc__
        return function
    return decorate


@_documented_by(_signal.signal)
def signal(signalnum, handler):
    handler = _signal.signal(_enum_to_int(signalnum), _enum_to_int(handler))
    return _int_to_enum(handler, Handlers)


@_documented_by(_signal.getsignal)
def getsignal(signalnum):
    return _int_to_enum(_signal.getsignal(signalnum), Handlers)


if 'pthread_sigmask' in _globals:
    @_documented_by(_signal.pthread_sigmask)
    def pthread_sigmask(how, mask):
        return {_int_to_enum(x, Signals) for x in _signal.pthread_sigmask(how, mask)}

if 'sigpending' in _globals:
    @_documented_by(_signal.sigpending)
    def sigpending():
        return {_int_to_enum(x, Signals) for x in _signal.sigpending()}

if 'sigwait' in _globals:
    @_documented_by(_signal.sigwait)
    def sigwait(sigset):
        return _int_to_enum(_signal.sigwait(sigset), Signals)

if 'valid_signals' in _globals:
    @_documented_by(_signal.valid_signals)
    def valid_signals():
        return {_int_to_enum(x, Signals) for x in _signal.valid_signals()}

del _globals
