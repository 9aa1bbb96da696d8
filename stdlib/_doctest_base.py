"""What the parts of doctest share: option flags, examples, and how outputs are compared."""

import difflib
import re

__all__ = ['register_optionflag', 'Example', 'DocTest', 'OutputChecker']

OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    """A new option flag, or the known one of that name."""
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


for _name in ('DONT_ACCEPT_TRUE_FOR_1', 'DONT_ACCEPT_BLANKLINE', 'NORMALIZE_WHITESPACE',
              'ELLIPSIS', 'SKIP', 'IGNORE_EXCEPTION_DETAIL', 'REPORT_UDIFF', 'REPORT_CDIFF',
              'REPORT_NDIFF', 'REPORT_ONLY_FIRST_FAILURE', 'FAIL_FAST'):
    globals()[_name] = register_optionflag(_name)
    __all__.append(_name)

COMPARISON_FLAGS = (DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE      # noqa: F821
                    | NORMALIZE_WHITESPACE | ELLIPSIS | SKIP            # noqa: F821
                    | IGNORE_EXCEPTION_DETAIL)                          # noqa: F821
REPORTING_FLAGS = (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF           # noqa: F821
                   | REPORT_ONLY_FIRST_FAILURE | FAIL_FAST)             # noqa: F821
__all__ += ['COMPARISON_FLAGS', 'REPORTING_FLAGS', 'OPTIONFLAGS_BY_NAME']

BLANKLINE_MARKER = '<BLANKLINE>'
ELLIPSIS_MARKER = '...'


def indent(text, width=4):
    """Indent all lines that are not empty."""
    return re.sub('(?m)^(?!$)', width * ' ', text)


class Example:
    """One piece of source and what it should print."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        if not source.endswith('\n'):
            source += '\n'
        if want and not want.endswith('\n'):
            want += '\n'
        if exc_msg is not None and not exc_msg.endswith('\n'):
            exc_msg += '\n'
        self.source = source
        self.want = want
        self.lineno = lineno
        self.indent = indent
        self.options = {} if options is None else options
        self.exc_msg = exc_msg

    def _key(self):
        return (self.source, self.want, self.lineno, self.indent, self.exc_msg)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key() and self.options == other.options

    def __hash__(self):
        return hash(self._key())


class DocTest:
    """The examples of one docstring, and the namespace they run in."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        assert not isinstance(examples, str), "DocTest no longer accepts str; use DocTestParser instead"
        self.examples = examples
        self.docstring = docstring
        self.globs = globs.copy()
        self.name = name
        self.filename = filename
        self.lineno = lineno

    def __repr__(self):
        count = len(self.examples)
        if count == 0:
            examples = 'no examples'
        elif count == 1:
            examples = '1 example'
        else:
            examples = '%d examples' % count
        return f'<{self.__class__.__name__} {self.name} from {self.filename}:{self.lineno} ({examples})>'

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return (self.examples == other.examples and self.docstring == other.docstring
                and self.globs == other.globs and self.name == other.name
                and self.filename == other.filename and self.lineno == other.lineno)

    def __hash__(self):
        return hash((self.docstring, self.name, self.filename, self.lineno))

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented
        return (self._order(), id(self)) < (other._order(), id(other))

    def _order(self):
        return (self.name, self.filename or '', -1 if self.lineno is None else self.lineno)


def _ellipsis_match(want, got):
    """Whether `got` is `want`, in which each ... stands for any text."""
    if ELLIPSIS_MARKER not in want:
        return want == got
    first, *middle, last = want.split(ELLIPSIS_MARKER)
    start, end = len(first), len(got) - len(last)
    if start > end or not got.startswith(first) or not got.endswith(last):
        return False
    for part in middle:
        start = got.find(part, start, end)
        if start < 0:
            return False
        start += len(part)
    return True


class OutputChecker:
    """Compares what was printed with what should have been."""

    def _toAscii(self, s):
        return str(s.encode('ASCII', 'backslashreplace'), "ASCII")

    def check_output(self, want, got, optionflags):
        """Whether `got` will do for `want` under these options."""
        got = self._toAscii(got)
        want = self._toAscii(want)
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1:        # noqa: F821
            if (got, want) in (("True\n", "1\n"), ("False\n", "0\n")):
                return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:         # noqa: F821
            want = re.sub(r'(?m)^%s\s*?$' % re.escape(BLANKLINE_MARKER), '', want)
            got = re.sub(r'(?m)^[^\S\n]+$', '', got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:              # noqa: F821
            got = ' '.join(got.split())
            want = ' '.join(want.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS) and _ellipsis_match(want, got)     # noqa: F821

    def _do_a_fancy_diff(self, want, got, optionflags):
        if not optionflags & (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF):      # noqa: F821
            return False
        if optionflags & REPORT_NDIFF:                      # noqa: F821
            return True
        return want.count('\n') > 2 and got.count('\n') > 2

    def output_difference(self, example, got, optionflags):
        """A description of how the output differs from the example's."""
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:         # noqa: F821
            got = re.sub('(?m)^[ ]*(?=\n)', BLANKLINE_MARKER, got)
        if self._do_a_fancy_diff(want, got, optionflags):
            want_lines = want.splitlines(keepends=True)
            got_lines = got.splitlines(keepends=True)
            if optionflags & REPORT_UDIFF:                  # noqa: F821
                diff = list(difflib.unified_diff(want_lines, got_lines, n=2))[2:]
                kind = 'unified diff with -expected +actual'
            elif optionflags & REPORT_CDIFF:                # noqa: F821
                diff = list(difflib.context_diff(want_lines, got_lines, n=2))[2:]
                kind = 'context diff with expected followed by actual'
            else:
                engine = difflib.Differ(charjunk=difflib.IS_CHARACTER_JUNK)
                diff = list(engine.compare(want_lines, got_lines))
                kind = 'ndiff with -expected +actual'
            return 'Differences (%s):\n' % kind + indent(''.join(diff))
        if want and got:
            return 'Expected:\n%sGot:\n%s' % (indent(want), indent(got))
        if want:
            return 'Expected:\n%sGot nothing\n' % indent(want)
        if got:
            return 'Expected nothing\nGot:\n%s' % indent(got)
        return 'Expected nothing\nGot nothing\n'


for _class in (Example, DocTest, OutputChecker):
    _class.__module__ = 'doctest'
