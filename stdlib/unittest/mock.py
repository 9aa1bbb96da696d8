"""Mock objects: put them in place of parts of a program, and say how they should have been used.

Here are the public names; calls as values stand in `_mock_calls`, mocks in `_mock_core` and
`_mock_magic`, specs in `_mock_spec` and `_mock_autospec`, `patch` in `_mock_patch`.
"""

from ._mock_calls import (ANY, DEFAULT, _ANY, _AnyComparer, _Call, _CallList, _Sentinel,
                          _SentinelObject, _deleted, _format_call_signature, _missing, call,
                          sentinel)
from ._mock_spec import (ClassTypes, FunctionTypes, _callable, _check_sig, _copy_func_details,
                         _get_signature_object, _instance_callable, _is_async_func, _is_async_obj,
                         _is_exception, _is_instance_mock, _is_list, _is_magic, _must_skip,
                         _set_async_signature, _set_signature)
from ._mock_core import (ATTRIB_DENY_LIST, Base, CallableMixin, InvalidSpecError, Mock,
                         NonCallableMock, _SpecState, _check_and_set_parent, _try_iter)
from ._mock_magic import (AsyncMagicMixin, AsyncMock, AsyncMockMixin, MagicMixin, MagicMock,
                          MagicProxy, NonCallableMagicMock, PropertyMock, ThreadingMixin,
                          ThreadingMock, _AsyncIterator, _all_magics, _async_magics, _get_method,
                          _magics, _non_defaults, _numerics,
                          _unsupported_magics)
from ._mock_autospec import create_autospec, mock_open, seal
from ._mock_patch import _get_target, _patch, _patch_dict, _patch_object, _patch_stopall, patch

__all__ = ('Mock', 'MagicMock', 'patch', 'sentinel', 'DEFAULT', 'ANY', 'call', 'create_autospec',
           'AsyncMock', 'ThreadingMock', 'FILTER_DIR', 'NonCallableMock', 'NonCallableMagicMock',
           'mock_open', 'PropertyMock', 'seal')

__unittest = True

# Whether dir() of a mock shows only what is useful.
FILTER_DIR = True
