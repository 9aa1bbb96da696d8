"""Source that is being typed: is it complete, or is more to come?"""

import __future__
import warnings

_features = [getattr(__future__, name) for name in __future__.all_feature_names]

__all__ = ["compile_command", "Compile", "CommandCompiler"]

PyCF_DONT_IMPLY_DEDENT = 0x200
PyCF_ONLY_AST = 0x400
PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000


def _maybe_compile(compiler, source, filename, symbol):
    # Blank lines and comments alone are complete.
    if not any(line.strip() and not line.strip().startswith('#') for line in source.split("\n")):
        if symbol != "eval":
            source = "pass"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", (SyntaxWarning, DeprecationWarning))
        try:
            compiler(source, filename, symbol)
        except SyntaxError:
            # Complete once the line ends, or with yet another line: then something is missing.
            try:
                compiler(source + "\n", filename, symbol)
                return None
            except SyntaxError as error:
                if _is_incomplete(error):
                    return None
    return compiler(source, filename, symbol, incomplete_input=False)


def _is_incomplete(error):
    text = str(error)
    return (type(error).__name__ == '_IncompleteInputError' or "incomplete input" in text
            or "was never closed" in text)


def compile_command(source, filename="<input>", symbol="single"):
    """The code if the source is complete, None if it is not; raises if it never will be."""
    return _maybe_compile(Compile(), source, filename, symbol)


class Compile(object):
    """As compile(), but remembers what was imported from __future__."""

    def __init__(self):
        self.flags = PyCF_DONT_IMPLY_DEDENT | PyCF_ALLOW_INCOMPLETE_INPUT

    def __call__(self, source, filename, symbol, flags=0, **kwargs):
        flags |= self.flags
        if kwargs.get('incomplete_input', True) is False:
            flags &= ~(PyCF_DONT_IMPLY_DEDENT | PyCF_ALLOW_INCOMPLETE_INPUT)
        code = compile(source, filename, symbol, flags, True)
        if flags & PyCF_ONLY_AST:
            return code
        for feature in _features:
            if code.co_flags & feature.compiler_flag:
                self.flags |= feature.compiler_flag
        return code


class CommandCompiler(object):
    """As compile_command(), but remembers what was imported from __future__."""

    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename="<input>", symbol="single"):
        return _maybe_compile(self.compiler, source, filename, symbol)
