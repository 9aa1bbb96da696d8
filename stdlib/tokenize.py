"""Tokens of Python source: reading them, and writing source from them."""

import token
from builtins import open as _builtin_open
from collections import namedtuple
from token import *
from token import EXACT_TOKEN_TYPES

__all__ = token.__all__ + ["tokenize", "generate_tokens", "detect_encoding",
                           "untokenize", "TokenInfo", "open", "TokenError"]


class TokenError(Exception):
    """Source that ends in the middle of something."""


class TokenInfo(namedtuple('TokenInfo', 'type string start end line')):
    """One token: kind, text, where it starts and ends, its line."""

    def __repr__(self):
        annotated_type = '%d (%s)' % (self.type, tok_name[self.type])
        return ('TokenInfo(type=%s, string=%r, start=%r, end=%r, line=%r)' %
                self._replace(type=annotated_type))

    @property
    def exact_type(self):
        """The kind of operator, where `type` is only OP."""
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


# --- encodings --------------------------------------------------------------

def _get_normal_name(orig_enc):
    enc = orig_enc[:12].lower().replace("_", "-")
    if enc == "utf-8" or enc.startswith("utf-8-"):
        return "utf-8"
    if enc in ("latin-1", "iso-8859-1", "iso-latin-1") or \
            enc.startswith(("latin-1-", "iso-8859-1-", "iso-latin-1-")):
        return "iso-8859-1"
    return orig_enc


def _declared(line):
    """The encoding that a comment line declares, None if it declares none."""
    stripped = line.lstrip(b' \t\f')
    if not stripped.startswith(b'#'):
        return None
    start = 0
    while (start := stripped.find(b'coding', start)) >= 0:
        start += 6
        if stripped[start:start + 1] in (b':', b'='):
            rest = stripped[start + 1:].lstrip(b' \t')
            end = 0
            while end < len(rest) and (rest[end:end + 1].isalnum()
                                       or rest[end:end + 1] in (b'-', b'_', b'.')):
                end += 1
            if end:
                return rest[:end].decode('ascii')
    return None


def detect_encoding(readline):
    """The encoding of a source file, and the lines read to find it."""
    try:
        filename = readline.__self__.name
    except AttributeError:
        filename = None
    bom_found = False
    default = 'utf-8'

    def read_or_stop():
        try:
            return readline()
        except StopIteration:
            return b''

    def find_cookie(line):
        try:
            # The default decoding must hold for the comment as well.
            line.decode('utf-8')
        except UnicodeDecodeError:
            msg = "invalid or missing encoding declaration"
            if filename is not None:
                msg = '{} for {!r}'.format(msg, filename)
            raise SyntaxError(msg)
        declared = _declared(line)
        if declared is None:
            return None
        encoding = _get_normal_name(declared)
        import codecs
        try:
            codecs.lookup(encoding)
        except LookupError:
            if filename is None:
                msg = "unknown encoding: " + encoding
            else:
                msg = "unknown encoding for {!r}: {}".format(filename, encoding)
            raise SyntaxError(msg)
        if bom_found:
            if encoding != 'utf-8':
                if filename is None:
                    msg = 'encoding problem: utf-8'
                else:
                    msg = 'encoding problem for {!r}: utf-8'.format(filename)
                raise SyntaxError(msg)
            encoding += '-sig'
        return encoding

    first = read_or_stop()
    if first.startswith(b'\xef\xbb\xbf'):
        bom_found = True
        first = first[3:]
        default = 'utf-8-sig'
    if not first:
        return default, []
    encoding = find_cookie(first)
    if encoding:
        return encoding, [first]
    if first.strip(b' \t\f\r\n') and not first.lstrip(b' \t\f').startswith(b'#'):
        return default, [first]     # code: the second line may not declare
    second = read_or_stop()
    if not second:
        return default, [first]
    encoding = find_cookie(second)
    if encoding:
        return encoding, [first, second]
    return default, [first, second]


def open(filename):
    """Open a source file for reading, in the encoding it declares."""
    from io import TextIOWrapper
    buffer = _builtin_open(filename, 'rb')
    try:
        encoding, lines = detect_encoding(buffer.readline)
        buffer.seek(0)
        text = TextIOWrapper(buffer, encoding, line_buffering=True)
        text.mode = 'r'
        return text
    except:
        buffer.close()
        raise


# --- reading ----------------------------------------------------------------

def tokenize(readline):
    """Yield the tokens of a source given by `readline`, which returns bytes."""
    encoding, consumed = detect_encoding(readline)
    lines = iter(consumed)

    def next_line():
        for line in lines:
            return line
        try:
            return readline()
        except StopIteration:
            return b''

    if encoding == "utf-8-sig":
        encoding = "utf-8"      # the mark is gone already
    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), '')
    yield from _generate(next_line, encoding)


def generate_tokens(readline):
    """Yield the tokens of a source given by `readline`, which returns str."""
    return _generate(readline, None)


def _generate(readline, encoding):
    from _tokenize import TokenizerIter
    if encoding is not None:
        iterator = TokenizerIter(readline, encoding=encoding, extra_tokens=True)
    else:
        iterator = TokenizerIter(readline, extra_tokens=True)
    try:
        for info in iterator:
            yield TokenInfo._make(info)
    except SyntaxError as e:
        if type(e) is not SyntaxError:
            raise e from None
        msg = _transform_msg(e.msg)
        raise TokenError(msg, (e.lineno, e.offset)) from None


def _transform_msg(msg):
    # Names that programs know from before the native tokenizer.
    if "unterminated triple-quoted string literal" in msg:
        return "EOF in multi-line string"
    return msg


# --- writing ----------------------------------------------------------------

class Untokenizer:
    """Puts tokens back into text at their places."""

    def __init__(self):
        self.tokens = []
        self.prev_row = 1
        self.prev_col = 0
        self.prev_type = None
        self.prev_line = ""
        self.encoding = None

    def add_whitespace(self, start):
        row, col = start
        if row < self.prev_row or row == self.prev_row and col < self.prev_col:
            raise ValueError("start ({},{}) precedes previous end ({},{})".format(
                row, col, self.prev_row, self.prev_col))
        row_offset = row - self.prev_row
        if row_offset:
            # Lines that are joined by a backslash.
            if self.prev_line.rstrip('\n\r').endswith('\\'):
                line = self.prev_line.rstrip('\n\r')
                before = line[:-1]
                space = before[len(before.rstrip()):]
                self.tokens.append(space + "\\\n")
                self.tokens.append("\\\n" * (row_offset - 1))
            else:
                self.tokens.append("\\\n" * row_offset)
            self.prev_col = 0
        col_offset = col - self.prev_col
        if col_offset:
            self.tokens.append(" " * col_offset)

    def untokenize(self, iterable):
        it = iter(iterable)
        indents = []
        startline = False
        for t in it:
            if len(t) == 2:
                self.compat(t, it)
                break
            tok_type, token, start, end, line = t
            if tok_type == ENCODING:
                self.encoding = token
                continue
            if tok_type == ENDMARKER:
                break
            if tok_type == INDENT:
                indents.append(token)
                continue
            if tok_type == DEDENT:
                indents.pop()
                self.prev_row, self.prev_col = end
                continue
            if tok_type in (NEWLINE, NL):
                startline = True
            elif startline and indents:
                indent = indents[-1]
                if start[1] >= len(indent):
                    self.tokens.append(indent)
                    self.prev_col = len(indent)
                startline = False
            elif tok_type in (FSTRING_MIDDLE, TSTRING_MIDDLE):
                token, end = self._doubled(token, end, line)
            self.add_whitespace(start)
            self.tokens.append(token)
            self.prev_row, self.prev_col = end
            if tok_type in (NEWLINE, NL):
                self.prev_row += 1
                self.prev_col = 0
            self.prev_type = tok_type
            self.prev_line = line
        return "".join(self.tokens)

    def _doubled(self, token, end, line):
        # Braces that were written twice come as one.
        if '{' not in token and '}' not in token:
            return token, end
        braces = token.count('{') + token.count('}')
        return (token.replace('{', '{{').replace('}', '}}'),
                (end[0], end[1] + braces))

    def compat(self, token, iterable):
        """For tokens without positions: any text that gives the same tokens."""
        from itertools import chain
        indents = []
        startline = token[0] in (NEWLINE, NL)
        prevstring = False
        in_fstring = 0
        for tok in chain([token], iterable):
            toknum, tokval = tok[:2]
            if toknum == ENCODING:
                self.encoding = tokval
                continue
            if toknum in (NAME, NUMBER):
                tokval += ' '
            # Strings side by side must stay apart.
            if toknum == STRING:
                if prevstring:
                    tokval = ' ' + tokval
                prevstring = True
            else:
                prevstring = False
            if toknum in (FSTRING_START, TSTRING_START):
                in_fstring += 1
            elif toknum in (FSTRING_END, TSTRING_END):
                in_fstring -= 1
            if toknum == INDENT:
                indents.append(tokval)
                continue
            if toknum == DEDENT:
                indents.pop()
                continue
            if toknum in (NEWLINE, NL):
                startline = True
            elif startline and indents:
                self.tokens.append(indents[-1])
                startline = False
            elif toknum in (FSTRING_MIDDLE, TSTRING_MIDDLE):
                tokval = tokval.replace('{', '{{').replace('}', '}}')
            self.tokens.append(tokval)


def untokenize(iterable):
    """The source that gives these tokens; bytes if they begin with ENCODING."""
    ut = Untokenizer()
    out = ut.untokenize(iterable)
    if ut.encoding is not None:
        out = out.encode(ut.encoding)
    return out


def main():
    """python -m tokenize FILE"""
    import argparse
    import sys
    parser = argparse.ArgumentParser()
    parser.add_argument(dest='filename', nargs='?', metavar='filename.py',
                        help='the file to tokenize; defaults to stdin')
    parser.add_argument('-e', '--exact', dest='exact', action='store_true',
                        help='display token names using the exact type')
    args = parser.parse_args()
    try:
        if args.filename:
            with _builtin_open(args.filename, 'rb') as f:
                tokens = list(tokenize(f.readline))
        else:
            tokens = list(generate_tokens(sys.stdin.readline))
    except (TokenError, SyntaxError, OSError) as err:
        sys.stderr.write(f"error: {err}\n")
        sys.exit(1)
    for tok in tokens:
        kind = tok.exact_type if args.exact else tok.type
        token_range = "%d,%d-%d,%d:" % (tok.start + tok.end)
        print("%-20s%-15s%-15r" % (token_range, tok_name[kind], tok.string))


if __name__ == "__main__":
    main()
