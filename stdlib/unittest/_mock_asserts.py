"""The assertions of mocks."""

from ._mock_calls import _AnyComparer, _Call, _CallList


class AssertMixin(object):
    def assert_not_called(self):
        """Fail if the mock was called."""
        if self.call_count != 0:
            raise AssertionError("Expected '%s' to not have been called. Called %s times.%s" % (
                self._mock_name or 'mock', self.call_count, self._calls_repr()))

    def assert_called(self):
        """Fail unless the mock was called."""
        if self.call_count == 0:
            raise AssertionError("Expected '%s' to have been called." % (self._mock_name or 'mock'))

    def assert_called_once(self):
        """Fail unless the mock was called exactly once."""
        if self.call_count != 1:
            raise AssertionError("Expected '%s' to have been called once. Called %s times.%s" % (
                self._mock_name or 'mock', self.call_count, self._calls_repr()))

    def assert_called_with(self, /, *args, **kwargs):
        """Fail unless the last call had these arguments."""
        if self.call_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError('expected call not found.\nExpected: %s\n  Actual: %s' % (
                expected, 'not called.'))
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        actual = self._call_matcher(self.call_args)
        if actual != expected:
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(self._format_mock_failure_message(args, kwargs)) from cause

    def _format_mock_failure_message(self, args, kwargs, action='call'):
        expected = self._format_mock_call_signature(args, kwargs)
        last = self.call_args if action == 'call' else self.await_args
        actual = self._format_mock_call_signature(*last)
        return 'expected %s not found.\nExpected: %s\n  Actual: %s' % (action, expected, actual)

    def assert_called_once_with(self, /, *args, **kwargs):
        """Fail unless there was one call, and it had these arguments."""
        if self.call_count != 1:
            raise AssertionError("Expected '%s' to be called once. Called %s times.%s" % (
                self._mock_name or 'mock', self.call_count, self._calls_repr()))
        return self.assert_called_with(*args, **kwargs)

    def assert_has_calls(self, calls, any_order=False):
        """Fail unless these calls were made, in this order unless any will do."""
        expected = [self._call_matcher(call) for call in calls]
        cause = next((item for item in expected if isinstance(item, Exception)), None)
        actual = _CallList(self._call_matcher(call) for call in self.mock_calls)
        if not any_order:
            if expected not in actual:
                if cause is None:
                    problem = 'Calls not found.'
                else:
                    errors = [item if isinstance(item, Exception) else None for item in expected]
                    problem = 'Error processing expected calls.\nErrors: %s' % errors
                raise AssertionError('%s\nExpected: %s\n  Actual: %s' % (
                    problem, _CallList(calls), self.mock_calls)) from cause
            return
        remaining = list(actual)
        not_found = []
        for call in expected:
            try:
                remaining.remove(call)
            except ValueError:
                not_found.append(call)
        if not_found:
            raise AssertionError('%r does not contain all of %r in its call list, found %r instead'
                                 % (self._mock_name or 'mock', tuple(not_found), actual)) from cause

    def assert_any_call(self, /, *args, **kwargs):
        """Fail unless some call had these arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        actual = [self._call_matcher(call) for call in self.call_args_list]
        if cause or expected not in _AnyComparer(actual):
            text = self._format_mock_call_signature(args, kwargs)
            raise AssertionError('%s call not found' % text) from cause


class AwaitAssertMixin(object):
    def assert_awaited(self):
        """Fail unless the mock was awaited."""
        if self.await_count == 0:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to have been awaited.")

    def assert_awaited_once(self):
        """Fail unless the mock was awaited exactly once."""
        if self.await_count != 1:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to have been awaited once."
                                 f" Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        """Fail unless the last await had these arguments."""
        if self.await_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f'Expected await: {expected}\nNot awaited')
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        actual = self._call_matcher(self.await_args)
        if actual != expected:
            cause = expected if isinstance(expected, Exception) else None
            message = self._format_mock_failure_message(args, kwargs, action='await')
            raise AssertionError(message) from cause

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """Fail unless there was one await, and it had these arguments."""
        if self.await_count != 1:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to have been awaited once."
                                 f" Awaited {self.await_count} times.")
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Fail unless some await had these arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        actual = [self._call_matcher(call) for call in self.await_args_list]
        if cause or expected not in _AnyComparer(actual):
            text = self._format_mock_call_signature(args, kwargs)
            raise AssertionError('%s await not found' % text) from cause

    def assert_has_awaits(self, calls, any_order=False):
        """Fail unless these awaits happened, in this order unless any will do."""
        expected = [self._call_matcher(call) for call in calls]
        cause = next((item for item in expected if isinstance(item, Exception)), None)
        actual = _CallList(self._call_matcher(call) for call in self.await_args_list)
        if not any_order:
            if expected not in actual:
                if cause is None:
                    problem = 'Awaits not found.'
                else:
                    errors = [item if isinstance(item, Exception) else None for item in expected]
                    problem = 'Error processing expected awaits.\nErrors: {}'.format(errors)
                raise AssertionError(f'{problem}\nExpected: {_CallList(calls)}\n'
                                     f'Actual: {self.await_args_list}') from cause
            return
        remaining = list(actual)
        not_found = []
        for call in expected:
            try:
                remaining.remove(call)
            except ValueError:
                not_found.append(call)
        if not_found:
            raise AssertionError('%r not all found in await list' % (tuple(not_found),)) from cause

    def assert_not_awaited(self):
        """Fail if the mock was awaited."""
        if self.await_count != 0:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to not have been awaited."
                                 f" Awaited {self.await_count} times.")
