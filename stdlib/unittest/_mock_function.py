"""What makes a plain function look like the mock behind it (autospecs of functions)."""


def _setup_func(funcopy, mock, signature):
    from ._mock_calls import _CallList
    funcopy.mock = mock
    for name in ('assert_called_with', 'assert_not_called', 'assert_called_once_with', 'assert_has_calls',
                 'assert_any_call', 'assert_called', 'assert_called_once', 'assert_awaited',
                 'assert_awaited_once', 'assert_awaited_with', 'assert_awaited_once_with',
                 'assert_any_await', 'assert_has_awaits', 'assert_not_awaited'):
        if name.startswith('assert') and hasattr(type(mock), name):
            setattr(funcopy, name, _forward(mock, name))

    def reset_mock():
        funcopy.method_calls = _CallList()
        funcopy.mock_calls = _CallList()
        mock.reset_mock()
        ret = funcopy.return_value
        if hasattr(ret, 'reset_mock') and ret is not mock:
            ret.reset_mock()

    funcopy.called = False
    funcopy.call_count = 0
    funcopy.call_args = None
    funcopy.call_args_list = _CallList()
    funcopy.method_calls = _CallList()
    funcopy.mock_calls = _CallList()
    funcopy.return_value = mock.return_value
    funcopy.side_effect = mock.side_effect
    funcopy._mock_children = mock._mock_children
    if hasattr(type(mock), 'await_count'):
        funcopy.await_count = 0
        funcopy.await_args = None
        funcopy.await_args_list = _CallList()
    funcopy.reset_mock = reset_mock
    funcopy.__signature__ = signature
    mock._mock_delegate = funcopy


def _forward(mock, name):
    def assertion(*args, **kwargs):
        return getattr(mock, name)(*args, **kwargs)
    assertion.__name__ = name
    return assertion
