"""What tracebacks add to a message: near misses of names, and the place of a syntax error."""

import sys

_MAX_CANDIDATE_ITEMS = 750
_MAX_STRING_SIZE = 40
_MOVE_COST = 2
_CASE_COST = 1


def hint(exc_type, exc_value, tb):
    """The sentence to append to the message of a name, attribute or import error."""
    if issubclass(exc_type, ImportError):
        wrong_name = getattr(exc_value, "name_from", None)
        if wrong_name is not None:
            return _did_you_mean(_compute_suggestion_error(exc_value, tb, wrong_name))
        if (issubclass(exc_type, ModuleNotFoundError) and sys.flags.no_site
                and getattr(exc_value, "name", None) not in sys.stdlib_module_names):
            return (". Site initialization is disabled, did you forget to "
                    "add the site-packages directory to sys.path?")
        return None
    if not issubclass(exc_type, (NameError, AttributeError)):
        return None
    wrong_name = getattr(exc_value, "name", None)
    if wrong_name is None:
        return None
    text = _did_you_mean(_compute_suggestion_error(exc_value, tb, wrong_name))
    if issubclass(exc_type, NameError) and not issubclass(exc_type, UnboundLocalError):
        if wrong_name in sys.stdlib_module_names:
            if text:
                return text + f" Or did you forget to import '{wrong_name}'?"
            return f". Did you forget to import '{wrong_name}'?"
    return text


def _did_you_mean(suggestion):
    return f". Did you mean: '{suggestion}'?" if suggestion else ''


def _names_of(obj):
    try:
        try:
            names = dir(obj)
        except TypeError:       # names that do not sort
            names = list(obj.__dict__)
        return sorted([name for name in names if isinstance(name, str)])
    except Exception:
        return None


def _innermost_frame(tb):
    if tb is None:
        return None
    while tb.tb_next is not None:
        tb = tb.tb_next
    return tb.tb_frame


def _compute_suggestion_error(exc_value, tb, wrong_name):
    """The known name nearest to `wrong_name`, or None."""
    if not isinstance(wrong_name, str) or not wrong_name:
        return None
    frame = _innermost_frame(tb)
    if isinstance(exc_value, AttributeError):
        try:
            names = _names_of(exc_value.obj)
        except Exception:
            return None
        if names is None:
            return None
        hide = wrong_name[:1] != '_'
        if hide and frame is not None:
            # Methods may be told of private names of their own object.
            hide = ('self' not in frame.f_locals
                    or frame.f_locals['self'] is not exc_value.obj)
        if hide:
            names = [name for name in names if name[:1] != '_']
    elif isinstance(exc_value, ImportError):
        try:
            names = _names_of(__import__(exc_value.name, fromlist=['*']))
        except Exception:
            return None
        if names is None:
            return None
        if wrong_name[:1] != '_':
            names = [name for name in names if name[:1] != '_']
    else:
        if frame is None:
            return None
        if 'self' in frame.f_locals:
            try:
                if hasattr(frame.f_locals['self'], wrong_name):
                    return f"self.{wrong_name}"
            except Exception:
                pass
        names = [name for name in {**frame.f_locals, **frame.f_globals,
                                   **frame.f_builtins} if isinstance(name, str)]
    return _nearest(names, wrong_name)


def _nearest(names, wrong_name):
    if len(names) > _MAX_CANDIDATE_ITEMS or len(wrong_name) > _MAX_STRING_SIZE:
        return None
    best, best_distance = None, len(wrong_name)
    for name in names:
        if name == wrong_name:
            continue
        # At most a third of the characters may differ.
        limit = (len(name) + len(wrong_name) + 3) * _MOVE_COST // 6
        limit = min(limit, best_distance - 1)
        distance = _levenshtein_distance(wrong_name, name, limit)
        if distance > limit:
            continue
        if best is None or distance < best_distance:
            best, best_distance = name, distance
    return best


def _substitution_cost(a, b):
    if a == b:
        return 0
    return _CASE_COST if a.lower() == b.lower() else _MOVE_COST


def _levenshtein_distance(a, b, max_cost):
    """The edit distance, or any number above `max_cost` once it exceeds that."""
    if a == b:
        return 0
    # Equal ends cost nothing.
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    end = 0
    shorter = min(len(a), len(b))
    while end < shorter and a[-1 - end] == b[-1 - end]:
        end += 1
    if end:
        a, b = a[:-end], b[:-end]
    if not a or not b:
        return _MOVE_COST * (len(a) + len(b))
    if len(a) > _MAX_STRING_SIZE or len(b) > _MAX_STRING_SIZE:
        return max_cost + 1
    if len(b) < len(a):
        a, b = b, a
    if (len(b) - len(a)) * _MOVE_COST > max_cost:
        return max_cost + 1
    row = list(range(_MOVE_COST, _MOVE_COST * (len(a) + 1), _MOVE_COST))
    result = 0
    for b_index, b_char in enumerate(b):
        result = diagonal = b_index * _MOVE_COST
        minimum = sys.maxsize
        for index, a_char in enumerate(a):
            substitute = diagonal + _substitution_cost(b_char, a_char)
            diagonal = row[index]
            result = min(substitute, min(result, diagonal) + _MOVE_COST)
            row[index] = result
            if result < minimum:
                minimum = result
        if minimum > max_cost:
            return max_cost + 1
    return result


# --- syntax errors ----------------------------------------------------------

def format_syntax_error(te, colorize=False):
    """Yield the lines of a SyntaxError: file, text, carets, message."""
    from traceback import _theme
    theme = _theme(colorize)
    suffix = ''
    if te.lineno is not None:
        yield '  File {}"{}"{}, line {}{}{}\n'.format(
            theme.filename, te.filename or "<string>", theme.reset,
            theme.line_no, te.lineno, theme.reset)
    elif te.filename is not None:
        suffix = f' ({te.filename})'
    if te.text is not None:
        _correct_keyword(te)
        yield from _syntax_error_text(te, theme)
    message = te.msg or "<no detail available>"
    yield (f"{theme.type}{te.exc_type_str}{theme.reset}: "
           f"{theme.message}{message}{theme.reset}{suffix}\n")


def _syntax_error_text(te, theme):
    text = te.text.rstrip('\n')
    stripped = text.lstrip(' \n\f')
    spaces = len(text) - len(stripped)
    if te.offset is None:
        yield f'    {stripped}\n'
        return
    offset = te.offset
    limit = len(text) + 1
    if te.lineno == te.end_lineno:
        end_offset = te.end_offset if te.end_offset not in (None, 0) else offset
    else:
        end_offset = limit
    if te.text and offset > len(te.text):
        offset = limit
    if te.text:
        end_offset = min(end_offset, limit)
    if offset >= end_offset or end_offset < 0:
        end_offset = offset + 1
    column = offset - 1 - spaces
    end_column = end_offset - 1 - spaces
    if column < 0:
        yield f'    {stripped}\n'
        return
    # Tabs before the range stay tabs, so that the carets stand below it.
    blank = ''.join([char if char.isspace() else ' ' for char in stripped[:column]])
    carets = '^' * (end_column - column)
    if theme.reset:
        yield '    {}{}{}{}{}\n'.format(
            stripped[:column], theme.error_highlight,
            stripped[column:end_column], theme.reset, stripped[end_column:])
        yield f'    {blank}{theme.error_highlight}{carets}{theme.reset}\n'
    else:
        yield f'    {stripped}\n'
        yield f'    {blank}{carets}\n'


def _correct_keyword(te):
    """Replace "invalid syntax" by the keyword that would make the text valid."""
    if te.msg not in ("invalid syntax", "invalid syntax. Perhaps you forgot a comma?"):
        return
    if not te._exc_metadata:
        return
    line, offset, source = te._exc_metadata
    try:
        end_line = int(te.lineno) if te.lineno is not None else 0
    except ValueError:
        return
    if source is None:
        import linecache
        from textwrap import dedent
        lines = linecache.getlines(te.filename) if te.filename else []
        if not lines:
            return
        start = max(line - 1, 0)
        lines = dedent(''.join(lines[start:end_line])).splitlines(True)
        line = 0
    else:
        lines = source.splitlines(True)[:end_line]
        line = max(line - 1, 0)
    found = _try_keywords(lines, line)
    if found is not None:
        index, start, end, keyword = found
        te.text = lines[index]
        te.msg = f"invalid syntax. Did you mean '{keyword}'?"
        te.offset = start + 1
        te.end_offset = end + 1


def _words(lines):
    """(index of the line, start, end, text) of the names that are no keywords, outside strings and comments."""
    import keyword
    import re
    pattern = re.compile(r"""#.*|\d\w*|(?P<word>[^\W\d]\w+)|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
    for index, line in enumerate(lines):
        for match in pattern.finditer(line):
            word = match['word']
            if word and word not in keyword.kwlist:
                yield index, *match.span(), word


def _try_keywords(lines, first):
    import difflib
    import itertools
    import keyword
    known = keyword.kwlist + keyword.softkwlist
    for index, start, end, wrong in itertools.islice(_words(lines[first:]), 10):
        index += first
        text = lines[index]
        for word in difflib.get_close_matches(wrong, known, n=3, cutoff=0.5):
            changed = lines.copy()
            changed[index] = text[:start] + word + text[end:]
            if word != wrong and _compiles(''.join(changed)):
                return index, start, end, word
    return None


def _compiles(text):
    """Whether text is valid, or would be if its last line were given a body."""
    last = text.splitlines()[-1]
    body = last[:len(last) - len(last.lstrip())] + "    pass\n"
    for candidate in (text, text.rstrip("\n") + "\n" + body):
        try:
            compile(candidate, "<text>", "exec")
        except SyntaxError:
            continue
        return True
    return False
