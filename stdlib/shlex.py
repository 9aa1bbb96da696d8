"""Splitting and quoting of shell command lines."""

__all__ = ["shlex", "split", "quote", "join"]


class shlex:
    """Splits a text into tokens, by the rules of a simple shell."""

    def __init__(self, instream=None, infile=None, posix=False,
                 punctuation_chars=False):
        from collections import deque
        from io import StringIO
        import sys
        if isinstance(instream, str):
            instream = StringIO(instream)
        if instream is not None:
            self.instream = instream
            self.infile = infile
        else:
            self.instream = sys.stdin
            self.infile = None
        self.posix = posix
        self.eof = None if posix else ''
        self.commenters = '#'
        self.wordchars = ('abcdfeghijklmnopqrstuvwxyz'
                          'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_')
        if self.posix:
            self.wordchars += ''.join(map(chr, [*range(0xdf, 0xf7), *range(0xf8, 0x100),
                                                *range(0xc0, 0xd7), *range(0xd8, 0xdf)]))
        self.whitespace = ' \t\r\n'
        self.whitespace_split = False
        self.quotes = '\'"'
        self.escape = '\\'
        self.escapedquotes = '"'
        self.state = ' '
        self.pushback = deque()
        self.lineno = 1
        self.debug = 0
        self.token = ''
        self.filestack = deque()
        self.source = None
        if not punctuation_chars:
            punctuation_chars = ''
        elif punctuation_chars is True:
            punctuation_chars = '();<>|&'
        self._punctuation_chars = punctuation_chars
        if punctuation_chars:
            self._pushback_chars = deque()
            # File names and options are words, too.
            self.wordchars += '~-./*?='
            self.wordchars = self.wordchars.translate(
                self.wordchars.maketrans(dict.fromkeys(punctuation_chars)))

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def push_token(self, tok):
        """Put a token back."""
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Read from another stream first."""
        from io import StringIO
        if isinstance(newstream, str):
            newstream = StringIO(newstream)
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile = newfile
        self.instream = newstream
        self.lineno = 1

    def pop_source(self):
        """Go back to the stream before."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        self.state = ' '

    def get_token(self):
        """The next token, `eof` at the end."""
        if self.pushback:
            return self.pushback.popleft()
        raw = self.read_token()
        if self.source is not None:
            while raw == self.source:
                spec = self.sourcehook(self.read_token())
                if spec:
                    newfile, newstream = spec
                    self.push_source(newstream, newfile)
                raw = self.get_token()
        while raw == self.eof:
            if not self.filestack:
                return self.eof
            self.pop_source()
            raw = self.get_token()
        return raw

    def _next_char(self):
        if self.punctuation_chars and self._pushback_chars:
            return self._pushback_chars.pop()
        return self.instream.read(1)

    def _begin(self, nextchar):
        """The state after a first character; True if the token is complete."""
        if nextchar in self.commenters:
            self.instream.readline()
            self.lineno += 1
        elif self.posix and nextchar in self.escape:
            self.escaped_state = 'a'
            self.state = nextchar
        elif nextchar in self.wordchars:
            self.token = nextchar
            self.state = 'a'
        elif nextchar in self.punctuation_chars:
            self.token = nextchar
            self.state = 'c'
        elif nextchar in self.quotes:
            if not self.posix:
                self.token = nextchar
            self.state = nextchar
        elif self.whitespace_split:
            self.token = nextchar
            self.state = 'a'
        else:
            self.token = nextchar
            return bool(self.token) or self.posix and self.quoted
        return False

    def read_token(self):
        """Read a token from the stream, whatever was pushed back."""
        self.quoted = False
        self.escaped_state = ' '
        while True:
            nextchar = self._next_char()
            if nextchar == '\n':
                self.lineno += 1
            if self.state is None:
                self.token = ''
                break
            if self.state == ' ':
                if not nextchar:
                    self.state = None
                    break
                if nextchar in self.whitespace:
                    if self.token or (self.posix and self.quoted):
                        break
                    continue
                if self._begin(nextchar):
                    break
            elif self.state in self.quotes:
                if self._in_quotes(nextchar):
                    break
            elif self.state in self.escape:
                if not nextchar:
                    raise ValueError("No escaped character")
                # In quotes only they themselves and the escape can be escaped.
                if (self.escaped_state in self.quotes and nextchar != self.state
                        and nextchar != self.escaped_state):
                    self.token += self.state
                self.token += nextchar
                self.state = self.escaped_state
            elif self._in_word(nextchar):
                break
        result = self.token
        self.token = ''
        if self.posix and not self.quoted and result == '':
            result = None
        return result

    def _in_quotes(self, nextchar):
        self.quoted = True
        if not nextchar:
            raise ValueError("No closing quotation")
        if nextchar == self.state:
            if not self.posix:
                self.token += nextchar
                self.state = ' '
                return True
            self.state = 'a'
        elif self.posix and nextchar in self.escape and self.state in self.escapedquotes:
            self.escaped_state = self.state
            self.state = nextchar
        else:
            self.token += nextchar
        return False

    def _in_word(self, nextchar):
        """In a word ('a') or in punctuation ('c'); True if it has ended."""
        complete = self.token or (self.posix and self.quoted)
        if not nextchar:
            self.state = None
            return True
        if nextchar in self.whitespace:
            self.state = ' '
            return bool(complete)
        if nextchar in self.commenters:
            self.instream.readline()
            self.lineno += 1
            if self.posix:
                self.state = ' '
                return bool(complete)
        elif self.state == 'c':
            if nextchar in self.punctuation_chars:
                self.token += nextchar
            else:
                if nextchar not in self.whitespace:
                    self._pushback_chars.append(nextchar)
                self.state = ' '
                return True
        elif self.posix and nextchar in self.quotes:
            self.state = nextchar
        elif self.posix and nextchar in self.escape:
            self.escaped_state = 'a'
            self.state = nextchar
        elif (nextchar in self.wordchars or nextchar in self.quotes
                or (self.whitespace_split and nextchar not in self.punctuation_chars)):
            self.token += nextchar
        else:
            if self.punctuation_chars:
                self._pushback_chars.append(nextchar)
            else:
                self.pushback.appendleft(nextchar)
            self.state = ' '
            return bool(complete)
        return False

    def sourcehook(self, newfile):
        """Open a file that the text includes: (name, stream)."""
        import os
        if newfile[0] == '"':
            newfile = newfile[1:-1]
        if isinstance(self.infile, str) and not os.path.isabs(newfile):
            newfile = os.path.join(os.path.dirname(self.infile), newfile)
        return (newfile, open(newfile, "r"))

    def error_leader(self, infile=None, lineno=None):
        """The beginning of an error message."""
        if infile is None:
            infile = self.infile
        if lineno is None:
            lineno = self.lineno
        return "\"%s\", line %d: " % (infile, lineno)

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token


def split(s, comments=False, posix=True):
    """The words of a command line."""
    if s is None:
        raise ValueError("s argument must not be None")
    lex = shlex(s, posix=posix)
    lex.whitespace_split = True
    if not comments:
        lex.commenters = ''
    return list(lex)


def join(split_command):
    """A command line of words, quoted where necessary."""
    return ' '.join(quote(arg) for arg in split_command)


_SAFE = frozenset('%+,-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_'
                  'abcdefghijklmnopqrstuvwxyz')


def quote(s):
    """A word as it must be written for a shell."""
    if not s:
        return "''"
    if not isinstance(s, str):
        raise TypeError(f"expected string object, got {type(s).__name__!r}")
    if _SAFE.issuperset(s):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"
