"""The source text of a frame with the markers that show where in it things went wrong."""


def _byte_offset_to_character_offset(text, offset):
    """Positions count UTF-8 bytes; turn one into an index of `text`."""
    data = text.encode('utf-8', 'surrogatepass')
    return len(data[:offset].decode('utf-8', errors='replace'))


def _char_width(char):
    if ord(char) < 0x1100:
        return 1
    import unicodedata
    return 2 if unicodedata.east_asian_width(char) in 'WF' else 1


def _display_width(line, offset=None):
    """How many columns `line[:offset]` takes on a terminal."""
    if offset is None:
        offset = len(line)
    if line.isascii():
        return min(offset, len(line))
    return sum(_char_width(char) for char in line[:offset])


class _Anchors:
    """The part of a range that gets '^' while the rest gets '~'.

    (left_end_lineno, left_end_offset) is where it starts, in lines and
    columns relative to the range, (right_start_lineno, right_start_offset)
    the first place after it.
    """

    __slots__ = ('left_end_lineno', 'left_end_offset', 'right_start_lineno',
                 'right_start_offset', 'primary_char', 'secondary_char')

    def __init__(self, left, right, primary_char="~", secondary_char="^"):
        self.left_end_lineno, self.left_end_offset = left
        self.right_start_lineno, self.right_start_offset = right
        self.primary_char = primary_char
        self.secondary_char = secondary_char

    def __iter__(self):
        return iter([getattr(self, name) for name in self.__slots__])


def _extract_caret_anchors_from_line_segment(segment):
    """Anchors for a binary operation, a subscript or a call, else None."""
    try:
        import ast
    except ImportError:
        return None
    try:
        # Parentheses allow the segment to span lines.
        tree = ast.parse("(\n" + segment + "\n)")
    except SyntaxError:
        return None
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    lines = segment.splitlines()
    expr = tree.body[0].value
    if isinstance(expr, ast.BinOp):
        return _operator_anchors(lines, expr)
    if isinstance(expr, ast.Subscript):
        return _bracket_anchors(lines, expr, expr.value, '[')
    if isinstance(expr, ast.Call):
        return _bracket_anchors(lines, expr, expr.func, '(')
    return None


def _end_of(lines, node):
    # The segment starts on the second line of what was parsed.
    line = node.end_lineno - 2
    return line, _byte_offset_to_character_offset(lines[line], node.end_col_offset)


def _skip_to(lines, line, column, stop):
    """The first place from (line, column) at which `stop(char)` holds,
    leaving out comments and line continuations."""
    while line < len(lines):
        text = lines[line]
        while column < len(text):
            char = text[column]
            if char in '\\#':
                break
            if stop(char):
                return line, column
            column += 1
        line += 1
        column = 0
    return None


def _operator_anchors(lines, expr):
    place = _skip_to(lines, *_end_of(lines, expr.left),
                     lambda char: not char.isspace() and char != ')')
    if place is None:
        return None
    line, column = place
    end = column + 1
    text = lines[line]
    if end < len(text) and not text[end].isspace() and text[end] not in '\\#':
        # Two-character operators: what follows is not yet the right operand.
        right_line = expr.right.lineno - 2
        right_column = _byte_offset_to_character_offset(
            lines[right_line], expr.right.col_offset)
        if (line, end) < (right_line, right_column):
            end += 1
    return _Anchors((line, column), (line, end))


def _bracket_anchors(lines, expr, head, bracket):
    place = _skip_to(lines, *_end_of(lines, head), lambda char: char == bracket)
    if place is None:
        return None
    return _Anchors(place, _end_of(lines, expr))


def _spans_whole_value(value, all_lines, start, end):
    return (value.lineno == 1 and value.end_lineno == len(all_lines)
            and value.col_offset == start and value.end_col_offset == end)


def _should_show_carets(start, end, all_lines, anchors):
    """Whether markers tell more than the lines themselves."""
    try:
        import ast
    except ImportError:
        return None
    try:
        tree = ast.parse('\n'.join(all_lines))
    except SyntaxError:
        tree = None
    if tree is not None:
        if not tree.body:
            return False
        # In `return f(...)` and `x = f(...)` the call is all there is.
        statement = tree.body[0]
        value = None
        if isinstance(statement, ast.Return):
            if (isinstance(statement.value, ast.Call)
                    and isinstance(statement.value.func, ast.Name)):
                value = statement.value
        elif isinstance(statement, ast.Assign):
            if (isinstance(statement.value, ast.Call) and len(statement.targets) == 1
                    and isinstance(statement.targets[0], ast.Name)):
                value = statement.value
        if value is not None and _spans_whole_value(value, all_lines, start, end):
            return False
    if anchors:
        return True
    return bool(all_lines[0][:start].lstrip() or all_lines[-1][end:].rstrip())


def source_with_carets(frame, theme=None):
    """The lines below "File ..." of a frame whose columns are known."""
    all_lines = frame._dedented_lines.splitlines()
    original_lines = frame._original_lines.splitlines()
    if not all_lines:
        return []
    first, last = original_lines[0], original_lines[-1]
    # Columns refer to the lines as they stand in the file.
    removed = len(first) - len(all_lines[0])
    start = _byte_offset_to_character_offset(first, frame.colno) - removed
    start = max(start, 0)
    if frame.end_lineno != frame.lineno and len(all_lines) > 1:
        removed_last = len(last) - len(all_lines[-1])
    else:
        removed_last = removed
        last = first
    end = _byte_offset_to_character_offset(last, frame.end_colno) - removed_last
    all_lines = all_lines[:frame.end_lineno - frame.lineno + 1]
    segment = _segment(all_lines, start, end)
    anchors = None
    try:
        anchors = _extract_caret_anchors_from_line_segment(segment)
    except AssertionError:
        pass
    if not _should_show_carets(start, end, all_lines, anchors):
        marker = None
    else:
        marker = _Marker(all_lines, start, end, anchors, theme)
    return _render(all_lines, anchors, marker)


def _segment(all_lines, start, end):
    lines = all_lines.copy()
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    return "\n".join(lines)


def _render(all_lines, anchors, marker):
    count = len(all_lines)
    wanted = {0, count - 1}
    if anchors:
        for line in (anchors.left_end_lineno, anchors.right_start_lineno):
            wanted.update((line - 1, line, line + 1))
    wanted = sorted(line for line in wanted if 0 <= line < count)
    result = []
    previous = None

    def output(index):
        if marker is None:
            result.append(f"    {all_lines[index]}\n")
        else:
            result.extend(marker.lines(index))

    for index in wanted:
        if previous is not None:
            gap = index - previous - 1
            if gap == 1:
                output(index - 1)
            elif gap > 1:
                result.append(f"    ...<{gap} lines>...\n")
        output(index)
        previous = index
    return result


class _Marker:
    """Draws the line of carets under each source line of a range."""

    def __init__(self, all_lines, start, end, anchors, theme):
        self.all_lines = all_lines
        self.start = start
        self.end = end
        self.theme = theme
        self.primary = self.secondary = '^'
        self.left = self.right = (-1, -1)
        if anchors:
            self.primary = anchors.primary_char
            self.secondary = anchors.secondary_char
            self.left = self._absolute(anchors.left_end_lineno,
                                       anchors.left_end_offset)
            self.right = self._absolute(anchors.right_start_lineno,
                                        anchors.right_start_offset)

    def _absolute(self, line, column):
        return (line, column + self.start if line == 0 else column)

    def _marks(self, index):
        """One of ' ', '~', '^' for each character of a line."""
        line = self.all_lines[index]
        indent = len(line) - len(line.lstrip())
        stop = len(line)
        if index == len(self.all_lines) - 1:
            stop = min(stop, self.end) if self.end > 0 else stop
        marks = []
        for column in range(stop):
            if column < indent or (index == 0 and column < self.start):
                marks.append(' ')
            elif self.left <= (index, column) < self.right:
                marks.append(self.secondary)
            else:
                marks.append(self.primary)
        return marks

    def lines(self, index):
        line = self.all_lines[index]
        marks = self._marks(index)
        carets = ''.join([mark if line.isascii() else mark * _char_width(line[column])
                          for column, mark in enumerate(marks)])
        if self.theme is None:
            return [f"    {line}\n", f"    {carets.rstrip()}\n"]
        return [f"    {self._coloured(line, marks)}\n",
                f"    {self._coloured_carets(line, marks)}\n"]

    def _runs(self, marks):
        from itertools import groupby
        column = 0
        for mark, group in groupby(marks):
            width = len(list(group))
            yield mark, column, column + width
            column += width

    def _style(self, mark):
        if mark == '^':
            return self.theme.error_highlight
        return self.theme.error_range if mark == '~' else ''

    def _coloured(self, line, marks):
        parts = []
        for mark, begin, end in self._runs(marks):
            style = self._style(mark)
            text = line[begin:end]
            parts.append(style + text + self.theme.reset if style else text)
        return ''.join(parts) + line[len(marks):]

    def _coloured_carets(self, line, marks):
        parts = []
        for mark, begin, end in self._runs(marks):
            style = self._style(mark)
            text = mark * _display_width(line[begin:end])
            parts.append(style + text + self.theme.reset if style else text)
        return ''.join(parts)
