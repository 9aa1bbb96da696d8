"""One run of an `argparse` parser over a list of argument strings."""

import re

from argparse import (OPTIONAL, ONE_OR_MORE, PARSER, REMAINDER, SUPPRESS,
                      ZERO_OR_MORE, ArgumentError, _get_action_name)


def _(message):
    import gettext
    return gettext.gettext(message)


# In a pattern A stands for an argument, O for an option, - for "--".
_PATTERNS = {
    None: '(-*A-*)',
    OPTIONAL: '(-*A?-*)',
    ZERO_OR_MORE: '(-*[A-]*)',
    ONE_OR_MORE: '(-*A[A-]*)',
    REMAINDER: '([AO-]*)',
    PARSER: '(-*A[AO-]*)',
    SUPPRESS: '(-*-*)',
}


def nargs_pattern(action):
    """The pattern of the arguments that an action takes."""
    nargs = action.nargs
    if nargs in _PATTERNS:
        pattern = _PATTERNS[nargs]
    else:
        pattern = '([-A]*)'.replace('[-A]*', '-*' + '-*'.join('A' * nargs) + '-*') \
            if nargs else '(-*-*)'
    if action.option_strings:
        # What follows an option may not be "--" or anything behind it.
        pattern = pattern.replace('-*', '').replace('-', '')
    return pattern


def match_argument(parser, action, arg_strings_pattern):
    """How many arguments an action takes; ArgumentError if it cannot."""
    match = re.match(nargs_pattern(action), arg_strings_pattern)
    if match is not None:
        return len(match.group(1))
    nargs = action.nargs
    if nargs is None:
        msg = _('expected one argument')
    elif nargs == OPTIONAL:
        msg = _('expected at most one argument')
    elif nargs == ONE_OR_MORE:
        msg = _('expected at least one argument')
    else:
        from gettext import ngettext
        msg = ngettext('expected %s argument', 'expected %s arguments', nargs) % nargs
    raise ArgumentError(action, msg)


def match_arguments_partial(actions, arg_strings_pattern):
    """How many arguments each of the first positionals takes."""
    for i in range(len(actions), 0, -1):
        pattern = ''.join([nargs_pattern(action) for action in actions[:i]])
        match = re.match(pattern, arg_strings_pattern)
        if match is not None:
            result = [len(string) for string in match.groups()]
            if (match.end() < len(arg_strings_pattern)
                    and arg_strings_pattern[match.end()] == 'O'):
                # Those that took nothing may still get what follows the option.
                while result and not result[-1]:
                    del result[-1]
            return result
    return []


class Run:
    """The state of one parse."""

    def __init__(self, parser, arg_strings, namespace, intermixed):
        self.parser = parser
        self.namespace = namespace
        self.intermixed = intermixed
        self.warned = set()
        if parser.fromfile_prefix_chars is not None:
            arg_strings = parser._read_args_from_files(arg_strings)
        self.arg_strings = arg_strings
        self.conflicts = self._conflicts()
        self._classify()
        self.seen_actions = set()
        self.seen_non_default = set()
        self.positionals = parser._get_positional_actions()
        self.extras = []
        self.extras_pattern = []

    def _conflicts(self):
        conflicts = {}
        for group in self.parser._mutually_exclusive_groups:
            members = group._group_actions
            for i, action in enumerate(members):
                others = conflicts.setdefault(action, [])
                others.extend(members[:i])
                others.extend(members[i + 1:])
        return conflicts

    def _classify(self):
        self.options = {}       # index -> what the option there may be
        pattern = []
        strings = iter(self.arg_strings)
        for i, string in enumerate(strings):
            if string == '--':
                pattern.append('-')
                # Everything behind it is an argument.
                pattern.extend('A' for _rest in strings)
                break
            found = self.parser._parse_optional(string)
            if found is None:
                pattern.append('A')
            else:
                self.options[i] = found
                pattern.append('O')
        self.pattern = ''.join(pattern)

    def take(self, action, strings, option_string=None):
        self.seen_actions.add(action)
        values = self.parser._get_values(action, strings)
        # An argument that was not given does not conflict with others.
        if action.option_strings or strings:
            self.seen_non_default.add(action)
            for conflict in self.conflicts.get(action, ()):
                if conflict in self.seen_non_default:
                    msg = _('not allowed with argument %s')
                    raise ArgumentError(action, msg % _get_action_name(conflict))
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option_string)

    def consume_optional(self, start_index):
        """Take the option at an index and its arguments; the index behind."""
        candidates = self.options[start_index]
        if len(candidates) > 1:
            matches = ', '.join([name for _action, name, _sep, _arg in candidates])
            args = {'option': self.arg_strings[start_index], 'matches': matches}
            raise ArgumentError(None, _('ambiguous option: %(option)s could '
                                        'match %(matches)s') % args)
        action, option_string, sep, explicit_arg = candidates[0]
        if action is None:
            self.extras_pattern.append('O')
            self.extras.append(self.arg_strings[start_index])
            return start_index + 1
        if explicit_arg is None:
            start = start_index + 1
            count = self.parser._match_argument(action, self.pattern[start:])
            stop = start + count
            taken = [(action, self.arg_strings[start:stop], option_string)]
        else:
            stop = start_index + 1
            taken = self._explicit(start_index, *candidates[0])
        for action, args, option_string in taken:
            if action.deprecated and option_string not in self.warned:
                self.parser._warning(_("option '%(option)s' is deprecated")
                                     % {'option': option_string})
                self.warned.add(option_string)
            self.take(action, args, option_string)
        return stop

    def _explicit(self, start_index, action, option_string, sep, explicit_arg):
        """--option=argument, -oargument, and -xyz for -x -y -z."""
        taken = []
        chars = self.parser.prefix_chars
        by_name = self.parser._option_string_actions
        while True:
            if explicit_arg is None:
                start = start_index + 1
                count = self.parser._match_argument(action, self.pattern[start:])
                if count:
                    # Only the caller knows how to go on behind arguments.
                    self.stop_after = start + count
                taken.append((action, self.arg_strings[start:start + count],
                              option_string))
                return taken
            count = self.parser._match_argument(action, 'A')
            if count == 0 and option_string[1] not in chars and explicit_arg != '':
                if sep or explicit_arg[0] in chars:
                    raise ArgumentError(
                        action, _('ignored explicit argument %r') % explicit_arg)
                taken.append((action, [], option_string))
                char = option_string[0]
                option_string = char + explicit_arg[0]
                if option_string not in by_name:
                    self.extras_pattern.append('O')
                    self.extras.append(char + explicit_arg)
                    return taken
                action = by_name[option_string]
                explicit_arg = explicit_arg[1:]
                if not explicit_arg:
                    sep = explicit_arg = None
                elif explicit_arg[0] == '=':
                    sep = '='
                    explicit_arg = explicit_arg[1:]
                else:
                    sep = ''
            elif count == 1:
                taken.append((action, [explicit_arg], option_string))
                return taken
            else:
                raise ArgumentError(
                    action, _('ignored explicit argument %r') % explicit_arg)

    def consume_positionals(self, start_index):
        """Give arguments to as many positionals as possible; the index behind."""
        counts = self.parser._match_arguments_partial(self.positionals,
                                                      self.pattern[start_index:])
        for action, count in zip(self.positionals, counts):
            args = self.arg_strings[start_index:start_index + count]
            # The first "--" was only meant for the parser.
            if action.nargs == PARSER:
                if self.pattern[start_index] == '-':
                    args.remove('--')
            elif action.nargs != REMAINDER:
                if self.pattern.find('-', start_index, start_index + count) >= 0:
                    args.remove('--')
            start_index += count
            if args and action.deprecated:
                self.parser._warning(_("argument '%(argument_name)s' is deprecated")
                                     % {'argument_name': action.dest})
            self.take(action, args)
        self.positionals[:] = self.positionals[len(counts):]
        return start_index

    def parse(self):
        start_index = 0
        last_option = max(self.options, default=-1)
        while start_index <= last_option:
            next_option = start_index
            while next_option <= last_option and next_option not in self.options:
                next_option += 1
            if not self.intermixed and start_index != next_option:
                end = self.consume_positionals(start_index)
                if end > start_index:
                    start_index = end
                    continue
                start_index = end
            if start_index not in self.options:
                self.extras.extend(self.arg_strings[start_index:next_option])
                self.extras_pattern.extend(self.pattern[start_index:next_option])
                start_index = next_option
            self.stop_after = None
            stop = self.consume_optional(start_index)
            start_index = self.stop_after or stop
        if not self.intermixed:
            stop = self.consume_positionals(start_index)
            self.extras.extend(self.arg_strings[stop:])
        else:
            self._finish_intermixed(start_index)
        self._check_required()
        return self.namespace, self.extras

    def _finish_intermixed(self, start_index):
        self.extras.extend(self.arg_strings[start_index:])
        self.extras_pattern.extend(self.pattern[start_index:])
        pattern = ''.join(self.extras_pattern)
        assert len(pattern) == len(self.extras)
        self.arg_strings = [s for s, c in zip(self.extras, pattern) if c != 'O']
        self.pattern = pattern.replace('O', '')
        left = self.consume_positionals(0)
        extras = []
        for string, char in zip(self.extras, pattern):
            if char != 'O' and left:
                left -= 1
            else:
                extras.append(string)
        self.extras = extras

    def _check_required(self):
        parser, namespace = self.parser, self.namespace
        required = []
        for action in parser._actions:
            if action in self.seen_actions:
                continue
            if action.required:
                required.append(_get_action_name(action))
            elif (action.default is not None and isinstance(action.default, str)
                    and hasattr(namespace, action.dest)
                    and action.default is getattr(namespace, action.dest)):
                # Text defaults are converted, but only where they are used.
                setattr(namespace, action.dest,
                        parser._get_value(action, action.default))
        if required:
            raise ArgumentError(None, _('the following arguments are required: %s')
                                % ', '.join(required))
        for group in parser._mutually_exclusive_groups:
            if group.required:
                if any(a in self.seen_non_default for a in group._group_actions):
                    continue
                names = [_get_action_name(action) for action in group._group_actions
                         if action.help is not SUPPRESS]
                raise ArgumentError(None, _('one of the arguments %s is required')
                                    % ' '.join(names))
