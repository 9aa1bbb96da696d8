"""How `argparse` writes help: usage lines, sections, columns, colours."""

SUPPRESS = '==SUPPRESS=='
OPTIONAL = '?'
ZERO_OR_MORE = '*'
ONE_OR_MORE = '+'
PARSER = 'A...'
REMAINDER = '...'


def _(message):
    import gettext
    return gettext.gettext(message)


class _Section(object):
    def __init__(self, formatter, parent, heading=None):
        self.formatter = formatter
        self.parent = parent
        self.heading = heading
        self.items = []

    def format_help(self):
        formatter = self.formatter
        if self.parent is not None:
            formatter._indent()
        item_help = formatter._join_parts([func(*args) for func, args in self.items])
        if self.parent is not None:
            formatter._dedent()
        if not item_help:
            return ''
        heading = ''
        if self.heading is not SUPPRESS and self.heading is not None:
            t = formatter._theme
            text = _('%(heading)s:') % dict(heading=self.heading)
            heading = (' ' * formatter._current_indent
                       + f'{t.heading}{text}{t.reset}\n')
        return formatter._join_parts(['\n', heading, item_help, '\n'])


class HelpFormatter(object):
    """Formats usage and help; only its name is a public interface."""

    _Section = _Section

    def __init__(self, prog, indent_increment=2, max_help_position=24,
                 width=None, color=True):
        if width is None:
            import shutil
            width = shutil.get_terminal_size().columns - 2
        self._set_color(color)
        self._prog = prog
        self._indent_increment = indent_increment
        self._max_help_position = min(max_help_position,
                                      max(width - 20, indent_increment * 2))
        self._width = width
        self._current_indent = 0
        self._level = 0
        self._action_max_length = 0
        self._root_section = self._Section(self, None)
        self._current_section = self._root_section

    def _set_color(self, color, *, file=None):
        from _colorize import can_colorize, decolor, get_theme
        if color and can_colorize(file=file):
            self._theme = get_theme(force_color=True).argparse
            self._decolor = decolor
        else:
            self._theme = get_theme(force_no_color=True).argparse
            self._decolor = lambda text: text

    def _indent(self):
        self._current_indent += self._indent_increment
        self._level += 1

    def _dedent(self):
        self._current_indent -= self._indent_increment
        assert self._current_indent >= 0, 'Indent decreased below 0.'
        self._level -= 1

    def _add_item(self, func, args):
        self._current_section.items.append((func, args))

    # What parsers call.

    def start_section(self, heading):
        self._indent()
        section = self._Section(self, self._current_section, heading)
        self._add_item(section.format_help, [])
        self._current_section = section

    def end_section(self):
        self._current_section = self._current_section.parent
        self._dedent()

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._add_item(self._format_text, [text])

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        length = len(self._decolor(self._format_action_invocation(action))) \
            + self._current_indent
        for subaction in self._iter_indented_subactions(action):
            length = max(length, self._current_indent + len(
                self._decolor(self._format_action_invocation(subaction))))
        self._action_max_length = max(self._action_max_length, length)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = self._root_section.format_help()
        if text:
            while '\n\n\n' in text:
                text = text.replace('\n\n\n', '\n\n')
            text = text.strip('\n') + '\n'
        return text

    def _join_parts(self, part_strings):
        return ''.join([part for part in part_strings
                        if part and part is not SUPPRESS])

    # Usage.

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = _('usage: ')
        t = self._theme
        if usage is not None:
            usage = (t.prog_extra
                     + usage % {"prog": f"{t.prog}{self._prog}{t.reset}{t.prog_extra}"}
                     + t.reset)
        elif not actions:
            usage = f"{t.prog}{self._prog}{t.reset}"
        else:
            prog = '%(prog)s' % dict(prog=self._prog)
            parts, pos_start = self._get_actions_usage_parts(actions, groups)
            usage = ' '.join([prog] + [part for part in parts if part])
            text_width = self._width - self._current_indent
            if len(prefix) + len(self._decolor(usage)) > text_width:
                opt_parts, pos_parts = parts[:pos_start], parts[pos_start:]
                usage = '\n'.join(self._wrap_usage(prefix, prog, opt_parts,
                                                   pos_parts, text_width))
            usage = usage.removeprefix(prog)
            usage = f"{t.prog}{prog}{t.reset}{usage}"
        return f'{t.usage}{prefix}{t.reset}{usage}\n\n'

    def _wrap_usage(self, prefix, prog, opt_parts, pos_parts, text_width):
        def get_lines(parts, indent, prefix=None):
            lines = []
            line = []
            indent_length = len(indent)
            line_len = (len(prefix) if prefix is not None else indent_length) - 1
            for part in parts:
                part_len = len(self._decolor(part))
                if line_len + 1 + part_len > text_width and line:
                    lines.append(indent + ' '.join(line))
                    line = []
                    line_len = indent_length - 1
                line.append(part)
                line_len += part_len + 1
            if line:
                lines.append(indent + ' '.join(line))
            if prefix is not None:
                lines[0] = lines[0][indent_length:]
            return lines

        if len(prefix) + len(prog) <= 0.75 * text_width:
            indent = ' ' * (len(prefix) + len(prog) + 1)
            if opt_parts:
                lines = get_lines([prog] + opt_parts, indent, prefix)
                lines.extend(get_lines(pos_parts, indent))
            elif pos_parts:
                lines = get_lines([prog] + pos_parts, indent, prefix)
            else:
                lines = [prog]
            return lines
        indent = ' ' * len(prefix)
        lines = get_lines(opt_parts + pos_parts, indent)
        if len(lines) > 1:
            lines = get_lines(opt_parts, indent) + get_lines(pos_parts, indent)
        return [prog] + lines

    def _format_actions_usage(self, actions, groups):
        parts, _pos = self._get_actions_usage_parts(actions, groups)
        return ' '.join(parts)

    def _get_actions_usage_parts(self, actions, groups):
        """The parts of a usage line, and the index of the first positional."""
        actions = ([action for action in actions if action.option_strings]
                   + [action for action in actions if not action.option_strings])
        actions = [action for action in actions if action.help is not SUPPRESS]
        grouped = {}
        for group in groups:
            members = [a for a in group._group_actions if a.help is not SUPPRESS]
            if not group._group_actions:
                raise ValueError(f'empty group {group}')
            if not members or members[0] not in actions:
                continue
            start = actions.index(members[0])
            # Only groups whose members stand together can be shown as such.
            if actions[start:start + len(members)] == members:
                grouped[start] = (group, len(members))
        parts = []
        pos_start = None
        index = 0
        while index < len(actions):
            if pos_start is None and not actions[index].option_strings:
                pos_start = len(parts)
            if index in grouped:
                group, count = grouped[index]
                parts.extend(self._group_parts(group, actions[index:index + count]))
            else:
                count = 1
                part = self._usage_part(actions[index], in_group=False)
                if part:
                    parts.append(part)
            index += count
        return parts, len(parts) if pos_start is None else pos_start

    def _group_parts(self, group, members):
        parts = [self._usage_part(action, in_group=True) for action in members]
        if not group.required:
            opening, closing = '[', ']'
        elif len(members) > 1:
            opening, closing = '(', ')'
        else:
            opening = closing = ''
        # Each member is a part of its own, so that long groups can be wrapped.
        parts = [part + ' |' for part in parts[:-1]] + parts[-1:]
        parts[0] = opening + parts[0]
        parts[-1] = parts[-1] + closing
        return parts

    def _usage_part(self, action, in_group):
        t = self._theme
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            part = self._format_args(action, default)
            if in_group and part[:1] == '[' and part[-1:] == ']':
                part = part[1:-1]
            return t.summary_action + part + t.reset
        option_string = action.option_strings[0]
        style = (t.summary_long_option if self._is_long_option(option_string)
                 else t.summary_short_option)
        if action.nargs == 0:
            part = f"{style}{action.format_usage()}{t.reset}"
        else:
            default = self._get_default_metavar_for_optional(action)
            args_string = self._format_args(action, default)
            part = (f"{style}{option_string} "
                    f"{t.summary_label}{args_string}{t.reset}")
        if not action.required and not in_group:
            part = f'[{part}]'
        return part

    def _is_long_option(self, string):
        return len(string) > 2

    # Texts and actions.

    def _format_text(self, text):
        if '%(prog)' in text:
            text = text % dict(prog=self._prog)
        text_width = max(self._width - self._current_indent, 11)
        indent = ' ' * self._current_indent
        return self._fill_text(text, text_width, indent) + '\n\n'

    def _format_action(self, action):
        help_position = min(self._action_max_length + 2, self._max_help_position)
        help_width = max(self._width - help_position, 11)
        action_width = help_position - self._current_indent - 2
        header = self._format_action_invocation(action)
        length = len(self._decolor(header))
        indent = ' ' * self._current_indent
        if not action.help:
            first = indent + header + '\n'
        elif length <= action_width:
            first = indent + header + ' ' * (action_width - length) + '  '
            indent_first = 0
        else:
            first = indent + header + '\n'
            indent_first = help_position
        parts = [first]
        if action.help and action.help.strip():
            help_text = self._expand_help(action)
            if help_text:
                lines = self._split_lines(help_text, help_width)
                parts.append('%*s%s\n' % (indent_first, '', lines[0]))
                for line in lines[1:]:
                    parts.append('%*s%s\n' % (help_position, '', line))
        elif not first.endswith('\n'):
            parts.append('\n')
        for subaction in self._iter_indented_subactions(action):
            parts.append(self._format_action(subaction))
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        t = self._theme
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            return (t.action + ' '.join(self._metavar_formatter(action, default)(1))
                    + t.reset)
        strings = []
        for string in action.option_strings:
            style = t.long_option if self._is_long_option(string) else t.short_option
            strings.append(f"{style}{string}{t.reset}")
        text = ', '.join(strings)
        if action.nargs != 0:
            default = self._get_default_metavar_for_optional(action)
            args_string = self._format_args(action, default)
            text += f" {t.label}{args_string}{t.reset}"
        return text

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = '{%s}' % ','.join(map(str, action.choices))
        else:
            result = default_metavar

        def format(tuple_size):
            if isinstance(result, tuple):
                return result
            return (result, ) * tuple_size
        return format

    def _format_args(self, action, default_metavar):
        get_metavar = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return '%s' % get_metavar(1)
        if nargs == OPTIONAL:
            return '[%s]' % get_metavar(1)
        if nargs == ZERO_OR_MORE:
            metavar = get_metavar(1)
            if len(metavar) == 2:
                return '[%s [%s ...]]' % metavar
            return '[%s ...]' % metavar
        if nargs == ONE_OR_MORE:
            return '%s [%s ...]' % get_metavar(2)
        if nargs == REMAINDER:
            return '...'
        if nargs == PARSER:
            return '%s ...' % get_metavar(1)
        if nargs == SUPPRESS:
            return ''
        try:
            formats = ['%s' for _ in range(nargs)]
        except TypeError:
            raise ValueError("invalid nargs value") from None
        return ' '.join(formats) % get_metavar(nargs)

    def _expand_help(self, action):
        help_string = self._get_help_string(action)
        if '%' not in help_string:
            return help_string
        params = dict(vars(action), prog=self._prog)
        for name in list(params):
            value = params[name]
            if value is SUPPRESS:
                del params[name]
            elif hasattr(value, '__name__'):
                params[name] = value.__name__
        if params.get('choices') is not None:
            params['choices'] = ', '.join(map(str, params['choices']))
        return help_string % params

    def _iter_indented_subactions(self, action):
        get_subactions = getattr(action, '_get_subactions', None)
        if get_subactions is not None:
            self._indent()
            yield from get_subactions()
            self._dedent()

    def _split_lines(self, text, width):
        import textwrap
        # Running text, however its source was laid out.
        return textwrap.wrap(' '.join(text.split()), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        return textwrap.fill(' '.join(text.split()), width,
                             initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves description and epilog as they are."""

    def _fill_text(self, text, width, indent):
        return ''.join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves all help texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds the default to the help of each argument."""

    def _get_help_string(self, action):
        help = action.help
        if help is None:
            help = ''
        if '%(default)' not in help and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                help += _(" (default: %(default)s)")
        return help


class MetavarTypeHelpFormatter(HelpFormatter):
    """Shows the name of each argument's type instead of its destination."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__


for _class in (HelpFormatter, RawDescriptionHelpFormatter, RawTextHelpFormatter,
               ArgumentDefaultsHelpFormatter, MetavarTypeHelpFormatter):
    _class.__module__ = 'argparse'
del _class
