"""When and how text for a terminal is coloured: shared by tracebacks, argparse and unittest."""

COLORIZE = True


class ANSIColors:
    """Escape sequences by name."""

    RESET = "\x1b[0m"
    BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE = (
        f"\x1b[{code}m" for code in range(30, 38))
    BOLD = "\x1b[1m"
    GREY = "\x1b[90m"
    (BOLD_BLACK, BOLD_RED, BOLD_GREEN, BOLD_YELLOW, BOLD_BLUE, BOLD_MAGENTA,
     BOLD_CYAN, BOLD_WHITE) = (f"\x1b[1;{code}m" for code in range(30, 38))
    (INTENSE_BLACK, INTENSE_RED, INTENSE_GREEN, INTENSE_YELLOW, INTENSE_BLUE,
     INTENSE_MAGENTA, INTENSE_CYAN, INTENSE_WHITE) = (
        f"\x1b[{code}m" for code in range(90, 98))
    (BACKGROUND_BLACK, BACKGROUND_RED, BACKGROUND_GREEN, BACKGROUND_YELLOW,
     BACKGROUND_BLUE, BACKGROUND_MAGENTA, BACKGROUND_CYAN, BACKGROUND_WHITE) = (
        f"\x1b[{code}m" for code in range(40, 48))


class NoColors:
    """The same names, all empty."""


for _name in dir(ANSIColors):
    if _name[0] != '_':
        setattr(NoColors, _name, "")


class ThemeSection:
    """A read-only group of styles, reached as attributes or items."""

    _styles = {}

    def __init__(self, **styles):
        self.__dict__.update(self._styles)
        self.__dict__.update(styles)

    def copy_with(self, **styles):
        return type(self)(**{**self.__dict__, **styles})

    @classmethod
    def no_colors(cls):
        return cls(**dict.fromkeys(cls._styles, ""))

    def __getitem__(self, key):
        return self.__dict__[key]

    def __iter__(self):
        return iter(self.__dict__)

    def __len__(self):
        return len(self.__dict__)


_C = ANSIColors


class Argparse(ThemeSection):
    _styles = dict(
        usage=_C.BOLD_BLUE, prog=_C.BOLD_MAGENTA, prog_extra=_C.MAGENTA,
        heading=_C.BOLD_BLUE, summary_long_option=_C.CYAN,
        summary_short_option=_C.GREEN, summary_label=_C.YELLOW,
        summary_action=_C.GREEN, long_option=_C.BOLD_CYAN,
        short_option=_C.BOLD_GREEN, label=_C.BOLD_YELLOW,
        action=_C.BOLD_GREEN, reset=_C.RESET)


class Syntax(ThemeSection):
    _styles = dict(
        prompt=_C.BOLD_MAGENTA, keyword=_C.BOLD_BLUE, builtin=_C.CYAN,
        comment=_C.RED, string=_C.GREEN, number=_C.YELLOW, op=_C.RESET,
        definition=_C.BOLD, soft_keyword=_C.BOLD_BLUE, reset=_C.RESET)


class Traceback(ThemeSection):
    _styles = dict(
        type=_C.BOLD_MAGENTA, message=_C.MAGENTA, filename=_C.MAGENTA,
        line_no=_C.MAGENTA, frame=_C.MAGENTA, error_highlight=_C.BOLD_RED,
        error_range=_C.RED, reset=_C.RESET)


class Unittest(ThemeSection):
    _styles = dict(
        passed=_C.GREEN, warn=_C.YELLOW, fail=_C.RED, fail_info=_C.BOLD_RED,
        reset=_C.RESET)


class Theme:
    """One section of styles per program part."""

    def __init__(self, *, argparse=None, syntax=None, traceback=None, unittest=None):
        self.argparse = argparse or Argparse()
        self.syntax = syntax or Syntax()
        self.traceback = traceback or Traceback()
        self.unittest = unittest or Unittest()

    def copy_with(self, **sections):
        return type(self)(**{**self.__dict__, **sections})

    @classmethod
    def no_colors(cls):
        return cls(argparse=Argparse.no_colors(), syntax=Syntax.no_colors(),
                   traceback=Traceback.no_colors(), unittest=Unittest.no_colors())


default_theme = Theme()
theme_no_color = Theme.no_colors()
_theme = default_theme


def get_colors(colorize=False, *, file=None):
    """The escape sequences for `file`, or empty ones where it wants no colour."""
    if colorize or can_colorize(file=file):
        return ANSIColors()
    return NoColors


def decolor(text):
    """`text` without the sequences this module emits."""
    import re
    return re.sub(r"\x1b\[\d+(;\d+)*m", "", text)


def can_colorize(*, file=None):
    """Whether `file` (stdout if None) is a terminal that wants colour.

    PYTHON_COLORS, NO_COLOR and FORCE_COLOR have the last word, in this order.
    """
    import os
    import sys

    def variable(name):
        return None if sys.flags.ignore_environment else os.environ.get(name)

    wish = variable("PYTHON_COLORS")
    if wish == "0":
        return False
    if wish == "1":
        return True
    environ = os.environ
    if environ.get("NO_COLOR"):
        return False
    if not COLORIZE:
        return False
    if environ.get("FORCE_COLOR"):
        return True
    if environ.get("TERM") == "dumb":
        return False
    if file is None:
        file = sys.stdout
    if not hasattr(file, "fileno"):
        return False
    try:
        return os.isatty(file.fileno())
    except OSError:             # includes io.UnsupportedOperation
        return hasattr(file, "isatty") and file.isatty()


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    """The current theme, or the colourless one where colour is not wanted."""
    if force_color or (not force_no_color and can_colorize(file=tty_file)):
        return _theme
    return theme_no_color


def set_theme(theme):
    """Use `theme` from now on."""
    global _theme
    if not isinstance(theme, Theme):
        raise ValueError(f"Expected Theme object, found {theme}")
    _theme = theme
