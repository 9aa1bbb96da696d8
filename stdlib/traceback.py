"""Extract, format and print exceptions and stacks of calls."""

import linecache
import sys

__all__ = ['extract_stack', 'extract_tb', 'format_exception',
           'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception',
           'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException',
           'walk_stack', 'walk_tb', 'print_list']

BUILTIN_EXCEPTION_LIMIT = object()


class _Sentinel:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Sentinel()

_cause_message = ("\nThe above exception was the direct cause "
                  "of the following exception:\n\n")
_context_message = ("\nDuring handling of the above exception, "
                    "another exception occurred:\n\n")

_RECURSIVE_CUTOFF = 3           # equal frames shown before they are counted


def __getattr__(name):
    # Helpers that most programs never need live in modules of their own.
    if name in ('_display_width', '_byte_offset_to_character_offset',
                '_extract_caret_anchors_from_line_segment'):
        import _traceback_carets as home
    elif name in ('_levenshtein_distance', '_compute_suggestion_error',
                  '_substitution_cost'):
        import _traceback_hints as home
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(home, name)


def _theme(colorize):
    import _colorize
    if colorize:
        return _colorize.get_theme(force_color=True).traceback
    return _colorize.get_theme(force_no_color=True).traceback


# --- frames -----------------------------------------------------------------

class FrameSummary:
    """One frame of a stack: where it stands, and the source text of that place."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno',
                 'name', '_lines', '_lines_dedented', 'locals', '_code')

    def __init__(self, filename, lineno, name, *, lookup_line=True,
                 locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._code = kwargs.get('_code')
        self._lines = line
        self._lines_dedented = None
        if lookup_line:
            self.line
        if locals:
            self.locals = {name: _safe_string(value, 'local', func=repr)
                           for name, value in locals.items()}
        else:
            self.locals = None

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename
                    and self.lineno == other.lineno
                    and self.name == other.name
                    and self.locals == other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    __hash__ = None

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return (f"<FrameSummary file {self.filename}, "
                f"line {self.lineno} in {self.name}>")

    def __len__(self):
        return 4

    def _set_lines(self):
        if self._lines is None and self.lineno is not None \
                and self.end_lineno is not None:
            lines = []
            for lineno in range(self.lineno, self.end_lineno + 1):
                line = linecache.getline(self.filename, lineno)
                if not line and self._code is not None:
                    # Text given to the interpreter itself is kept by code.
                    line = linecache._getline_from_code(self._code, lineno)
                lines.append(line.rstrip())
            self._lines = "\n".join(lines) + "\n"

    @property
    def _original_lines(self):
        """The whole source lines, as they stand in the file."""
        self._set_lines()
        return self._lines

    @property
    def _dedented_lines(self):
        """The source lines without their common indentation."""
        self._set_lines()
        if self._lines_dedented is None and self._lines is not None:
            if self._lines.count('\n') <= 1:
                self._lines_dedented = self._lines.lstrip()
            else:
                import textwrap
                self._lines_dedented = textwrap.dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        """The first source line, stripped."""
        self._set_lines()
        if self._lines is None:
            return None
        return self._lines.partition("\n")[0].strip()


def walk_stack(f):
    """Yield (frame, line number) from `f`, or the caller, outwards."""
    if f is None:
        f = sys._getframe().f_back

    def walk(frame):
        while frame is not None:
            yield frame, frame.f_lineno
            frame = frame.f_back
    return walk(f)


def walk_tb(tb):
    """Yield (frame, line number) for each entry of a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _walk_tb_with_full_positions(tb):
    # The positions of an instruction are more precise than tb_lineno, which
    # is however what a program that builds tracebacks sets.
    while tb is not None:
        positions = _get_code_position(tb.tb_frame.f_code, tb.tb_lasti)
        if positions[0] is None:
            yield tb.tb_frame, (tb.tb_lineno,) + positions[1:]
        else:
            yield tb.tb_frame, positions
        tb = tb.tb_next


def _get_code_position(code, instruction_index):
    if instruction_index < 0:
        return (None, None, None, None)
    from itertools import islice
    positions = islice(code.co_positions(), instruction_index // 2, None)
    return next(positions, (None, None, None, None))


class StackSummary(list):
    """A list of FrameSummary objects, outermost first."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True,
                capture_locals=False):
        """Build a summary from (frame, line number) pairs."""
        def extended():
            for frame, lineno in frame_gen:
                yield frame, (lineno, None, None, None)
        return klass._extract_from_extended_frame_gen(
            extended(), limit=limit, lookup_lines=lookup_lines,
            capture_locals=capture_locals)

    @classmethod
    def _extract_from_extended_frame_gen(klass, frame_gen, *, limit=None,
                                         lookup_lines=True,
                                         capture_locals=False):
        builtin_limit = limit is BUILTIN_EXCEPTION_LIMIT
        if limit is None or builtin_limit:
            limit = getattr(sys, 'tracebacklimit', None)
            if builtin_limit:
                if limit is None:
                    limit = 1000
                elif limit < 0:
                    limit = 0
            elif limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            if builtin_limit:
                frame_gen = list(frame_gen)[-limit:] if limit else []
            elif limit >= 0:
                from itertools import islice
                frame_gen = islice(frame_gen, limit)
            else:
                frame_gen = list(frame_gen)[limit:]
        return klass._summarize(frame_gen, lookup_lines, capture_locals)

    @classmethod
    def _summarize(klass, frame_gen, lookup_lines, capture_locals):
        result = klass()
        filenames = set()
        for frame, (lineno, end_lineno, colno, end_colno) in frame_gen:
            code = frame.f_code
            filename = code.co_filename
            filenames.add(filename)
            linecache.lazycache(filename, frame.f_globals)
            result.append(FrameSummary(
                filename, lineno, code.co_name, lookup_line=False,
                locals=frame.f_locals if capture_locals else None,
                end_lineno=end_lineno, colno=colno, end_colno=end_colno,
                _code=code))
        for filename in filenames:
            linecache.checkcache(filename)
        if lookup_lines:
            for frame in result:
                frame.line
        return result

    @classmethod
    def from_list(klass, a_list):
        """Build a summary from FrameSummary objects or (file, line, name, text) tuples."""
        result = StackSummary()
        for frame in a_list:
            if isinstance(frame, FrameSummary):
                result.append(frame)
            else:
                filename, lineno, name, line = frame
                result.append(FrameSummary(filename, lineno, name, line=line))
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """The text for one frame; None leaves it out."""
        colorize = kwargs.get("colorize", False)
        filename = frame_summary.filename
        if frame_summary.filename.startswith("<stdin-") and \
                frame_summary.filename.endswith('>'):
            filename = "<stdin>"
        if colorize:
            theme = _theme(True)
            parts = ['  File {}"{}"{}, line {}{}{}, in {}{}{}\n'.format(
                theme.filename, filename, theme.reset,
                theme.line_no, frame_summary.lineno, theme.reset,
                theme.frame, frame_summary.name, theme.reset)]
        else:
            theme = None
            parts = [f'  File "{filename}", line {frame_summary.lineno}, '
                     f'in {frame_summary.name}\n']
        text = frame_summary._dedented_lines
        if text and text.strip():
            if frame_summary.colno is None or frame_summary.end_colno is None:
                parts.append(f"    {text.partition(chr(10))[0].strip()}\n")
            else:
                from _traceback_carets import source_with_carets
                for line in source_with_carets(frame_summary, theme):
                    parts.append(line)
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                parts.append(f'    {name} = {value}\n')
        return ''.join(parts)

    def format(self, **kwargs):
        """A list of strings, one per frame; runs of equal frames are counted."""
        colorize = kwargs.get("colorize", False)
        result = []
        last = None
        count = 0
        for frame_summary in self:
            if colorize:
                formatted = self.format_frame_summary(frame_summary, colorize=True)
            else:
                formatted = self.format_frame_summary(frame_summary)
            if formatted is None:
                continue
            place = (frame_summary.filename, frame_summary.lineno, frame_summary.name)
            if None in place or place != last:
                if count > _RECURSIVE_CUTOFF:
                    result.append(_repeated(count))
                last = place
                count = 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(formatted)
        if count > _RECURSIVE_CUTOFF:
            result.append(_repeated(count))
        return result


def _repeated(count):
    count -= _RECURSIVE_CUTOFF
    return (f'  [Previous line repeated {count} more '
            f'time{"s" if count > 1 else ""}]\n')


# --- functions --------------------------------------------------------------

def print_list(extracted_list, file=None):
    """Print a list of frames as returned by extract_tb or extract_stack."""
    if file is None:
        file = sys.stderr
    for item in StackSummary.from_list(extracted_list).format():
        print(item, file=file, end="")


def format_list(extracted_list):
    """Format such a list: one string per frame, each ending in a newline."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print a traceback's frames; a positive limit counts from the outermost."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """Format a traceback's frames."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """A StackSummary of a traceback."""
    return StackSummary._extract_from_extended_frame_gen(
        _walk_tb_with_full_positions(tb), limit=limit)


def _parse_value_tb(exc, value, tb):
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    if value is tb is _sentinel:
        if exc is not None:
            if isinstance(exc, BaseException):
                return exc, exc.__traceback__
            raise TypeError(f'Exception expected for value, '
                            f'{type(exc).__name__} found')
        return None, None
    return value, tb


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None,
                    file=None, chain=True, **kwargs):
    """Print an exception with its traceback and those it was caused by."""
    colorize = kwargs.get("colorize", False)
    value, tb = _parse_value_tb(exc, value, tb)
    te = TracebackException(type(value), value, tb, limit=limit, compact=True)
    te.print(file=file, chain=chain, colorize=colorize)


def _print_exception_bltin(exc, file=None, /):
    from _colorize import can_colorize
    if file is None:
        file = sys.stderr if sys.stderr is not None else sys.__stderr__
    print_exception(exc, limit=BUILTIN_EXCEPTION_LIMIT, file=file,
                    colorize=can_colorize(file=file))


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None,
                     chain=True, **kwargs):
    """Format an exception as print_exception would: a list of strings."""
    colorize = kwargs.get("colorize", False)
    value, tb = _parse_value_tb(exc, value, tb)
    te = TracebackException(type(value), value, tb, limit=limit, compact=True)
    return list(te.format(chain=chain, colorize=colorize))


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """Format the part of an exception below its traceback."""
    colorize = kwargs.get("colorize", False)
    if value is _sentinel:
        value = exc
    te = TracebackException(type(value), value, None, compact=True)
    return list(te.format_exception_only(show_group=show_group, colorize=colorize))


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """The text that print_exc would print."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the last exception that nobody handled."""
    if not hasattr(sys, 'last_exc') and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    if hasattr(sys, 'last_exc'):
        print_exception(sys.last_exc, limit=limit, file=file, chain=chain)
    else:
        print_exception(sys.last_type, sys.last_value, sys.last_traceback,
                        limit, file, chain)


def print_stack(f=None, limit=None, file=None):
    """Print the stack from the frame `f`, or from where this is called."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """Format the stack from the frame `f`, or from where this is called."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """A StackSummary of the stack from the frame `f`, or from the caller."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Clear the local variables of all frames in a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass                # still running
        tb = tb.tb_next


# --- exceptions -------------------------------------------------------------

def _format_final_exc_line(etype, value, *, insert_final_newline=True,
                           colorize=False):
    text = _safe_string(value, 'exception')
    end = "\n" if insert_final_newline else ""
    if colorize:
        theme = _theme(True)
        if value is None or not text:
            return f"{theme.type}{etype}{theme.reset}{end}"
        return (f"{theme.type}{etype}{theme.reset}: "
                f"{theme.message}{text}{theme.reset}{end}")
    if value is None or not text:
        return f"{etype}{end}"
    return f"{etype}: {text}{end}"


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:                     # whatever a user's __str__ raises
        return f'<{what} {func.__name__}() failed>'


class _ExceptionPrintContext:
    """How deep in exception groups the text stands, which shows as a margin."""

    def __init__(self):
        self.seen = set()
        self.exception_group_depth = 0
        self.need_close = False

    def indent(self):
        return ' ' * (2 * self.exception_group_depth)

    def emit(self, text_gen, margin_char=None):
        prefix = self.indent()
        if self.exception_group_depth:
            prefix += (margin_char or '|') + ' '
        if isinstance(text_gen, str):
            yield _prefixed(text_gen, prefix)
        else:
            for text in text_gen:
                yield _prefixed(text, prefix)


def _prefixed(text, prefix):
    if not prefix:
        return text
    return ''.join([prefix + line
                    for line in text.splitlines(True)])


class TracebackException:
    """All that is needed to print an exception later, without keeping it alive."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None,
                 lookup_lines=True, capture_locals=False, compact=False,
                 max_group_width=15, max_group_depth=10,
                 save_exc_type=True, _seen=None):
        # An explicit queue, as chains of exceptions may be very long.
        is_recursive_call = _seen is not None
        if _seen is None:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract_from_extended_frame_gen(
            _walk_tb_with_full_positions(exc_traceback), limit=limit,
            lookup_lines=lookup_lines, capture_locals=capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        # The value itself is not kept: it would keep frames alive.
        self._str = _safe_string(exc_value, 'exception')
        self._read_notes(exc_value)
        self._is_syntax_error = False
        self._have_exc_type = exc_type is not None
        if exc_type is not None:
            self.exc_type_qualname = exc_type.__qualname__
            self.exc_type_module = exc_type.__module__
        else:
            self.exc_type_qualname = None
            self.exc_type_module = None
        if exc_type is not None and issubclass(exc_type, (
                SyntaxError, ImportError, NameError, AttributeError)):
            self._read_details(exc_type, exc_value, exc_traceback)
        if lookup_lines:
            self._load_lines()
        self.__suppress_context__ = (exc_value.__suppress_context__
                                     if exc_value is not None else False)
        self.__cause__ = self.__context__ = self.exceptions = None
        if not is_recursive_call:
            self._capture_related(exc_value, _seen, compact, dict(
                limit=limit, lookup_lines=lookup_lines,
                capture_locals=capture_locals, max_group_width=max_group_width,
                max_group_depth=max_group_depth))

    def _read_notes(self, exc_value):
        try:
            self.__notes__ = getattr(exc_value, '__notes__', None)
        except Exception as error:
            self.__notes__ = [f'Ignored error getting __notes__: '
                              f'{_safe_string(error, "__notes__", repr)}']

    def _read_details(self, exc_type, exc_value, exc_traceback):
        if issubclass(exc_type, SyntaxError):
            self._is_syntax_error = True
            self.filename = exc_value.filename
            self.lineno = (str(exc_value.lineno)
                           if exc_value.lineno is not None else None)
            self.end_lineno = (str(exc_value.end_lineno)
                               if exc_value.end_lineno is not None else None)
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.end_offset = exc_value.end_offset
            self.msg = exc_value.msg
            self._exc_metadata = getattr(exc_value, "_metadata", None)
        else:
            from _traceback_hints import hint
            self._str += hint(exc_type, exc_value, exc_traceback) or ''

    def _capture_related(self, exc_value, _seen, compact, options):
        queue = [(self, exc_value)]
        while queue:
            te, value = queue.pop()

            def capture(related):
                return TracebackException(
                    type(related), related, related.__traceback__,
                    _seen=_seen, **options)
            if value is None:
                continue
            other = value.__cause__
            if other is not None and id(other) not in _seen:
                te.__cause__ = capture(other)
            needs_context = (te.__cause__ is None and not te.__suppress_context__
                             if compact else True)
            other = value.__context__
            if other is not None and needs_context and id(other) not in _seen:
                te.__context__ = capture(other)
            if isinstance(value, BaseExceptionGroup):
                te.exceptions = [capture(member) for member in value.exceptions]
                queue.extend(zip(te.exceptions, value.exceptions))
            if te.__cause__ is not None:
                queue.append((te.__cause__, value.__cause__))
            if te.__context__ is not None:
                queue.append((te.__context__, value.__context__))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Capture an exception object."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        import warnings
        warnings.warn('Deprecated in 3.13. Use exc_type_str instead.',
                      DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        """The name of the exception's class, with its module where that matters."""
        if not self._have_exc_type:
            return None
        name = self.exc_type_qualname
        module = self.exc_type_module
        if module not in ("__main__", "builtins"):
            if not isinstance(module, str):
                module = "<unknown>"
            name = module + '.' + name
        return name

    def _load_lines(self):
        for frame in self.stack:
            frame.line

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Yield the lines below the traceback: message, notes, and nested
        exceptions if `show_group`."""
        colorize = kwargs.get("colorize", False)
        indent = 3 * _depth * ' '
        if not self._have_exc_type:
            yield indent + _format_final_exc_line(None, self._str, colorize=colorize)
            return
        if not self._is_syntax_error:
            if _depth > 0:
                # A message of several lines is indented as a whole.
                text = _format_final_exc_line(
                    self.exc_type_str, self._str,
                    insert_final_newline=False, colorize=colorize)
                yield '\n'.join([indent + line for line in text.split('\n')]) + '\n'
            else:
                yield _format_final_exc_line(self.exc_type_str, self._str,
                                             colorize=colorize)
        else:
            from _traceback_hints import format_syntax_error
            for line in format_syntax_error(self, colorize):
                yield indent + line
        yield from self._format_notes(indent)
        if self.exceptions and show_group:
            for member in self.exceptions:
                yield from member.format_exception_only(
                    show_group=show_group, _depth=_depth + 1, colorize=colorize)

    def _format_notes(self, indent):
        notes = self.__notes__
        if notes is None:
            return
        if isinstance(notes, (list, tuple)) or (
                hasattr(notes, '__iter__') and hasattr(notes, '__len__')
                and not isinstance(notes, (str, bytes, dict, set, frozenset))):
            for note in notes:
                note = _safe_string(note, 'note')
                yield from [indent + line + '\n' for line in note.split('\n')]
        else:
            yield indent + "{}\n".format(
                _safe_string(notes, '__notes__', func=repr))

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Yield the whole text of the exception in strings that end in newlines."""
        colorize = kwargs.get("colorize", False)
        if _ctx is None:
            _ctx = _ExceptionPrintContext()
        output = []
        exc = self
        if chain:
            while exc:
                if exc.__cause__ is not None:
                    message, following = _cause_message, exc.__cause__
                elif exc.__context__ is not None and not exc.__suppress_context__:
                    message, following = _context_message, exc.__context__
                else:
                    message = following = None
                output.append((message, exc))
                exc = following
        else:
            output.append((None, exc))
        for message, exc in reversed(output):
            if message is not None:
                yield from _ctx.emit(message)
            if exc.exceptions is None:
                if exc.stack:
                    yield from _ctx.emit('Traceback (most recent call last):\n')
                    yield from _ctx.emit(exc.stack.format(colorize=colorize))
                yield from _ctx.emit(exc.format_exception_only(colorize=colorize))
            elif _ctx.exception_group_depth > self.max_group_depth:
                yield from _ctx.emit(
                    f"... (max_group_depth is {self.max_group_depth})\n")
            else:
                yield from self._format_group(exc, chain, _ctx, colorize)

    def _format_group(self, exc, chain, _ctx, colorize):
        is_toplevel = _ctx.exception_group_depth == 0
        if is_toplevel:
            _ctx.exception_group_depth = 1
        if exc.stack:
            yield from _ctx.emit('Exception Group Traceback (most recent call last):\n',
                                 margin_char='+' if is_toplevel else None)
            yield from _ctx.emit(exc.stack.format(colorize=colorize))
        yield from _ctx.emit(exc.format_exception_only(colorize=colorize))
        total = len(exc.exceptions)
        width = self.max_group_width
        shown = total if total <= width else width + 1
        _ctx.need_close = False
        for index in range(shown):
            is_last = index == shown - 1
            if is_last:
                # The frame may also be closed by a group further in.
                _ctx.need_close = True
            truncated = index >= width
            title = '...' if truncated else f'{index + 1}'
            yield (_ctx.indent() + ('+-' if index == 0 else '  ')
                   + f'+---------------- {title} ----------------\n')
            _ctx.exception_group_depth += 1
            if truncated:
                remaining = total - width
                yield from _ctx.emit(
                    f"and {remaining} more exception{'s' if remaining > 1 else ''}\n")
            else:
                yield from exc.exceptions[index].format(
                    chain=chain, _ctx=_ctx, colorize=colorize)
            if is_last and _ctx.need_close:
                yield _ctx.indent() + "+------------------------------------\n"
                _ctx.need_close = False
            _ctx.exception_group_depth -= 1
        if is_toplevel:
            _ctx.exception_group_depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print what `format` yields, to stderr by default."""
        colorize = kwargs.get("colorize", False)
        if file is None:
            file = sys.stderr
        for line in self.format(chain=chain, colorize=colorize):
            print(line, file=file, end="")
