"""Fitting text into lines, and changing its indentation."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

import re

# Hardcoded, as str.isspace() would include no-break spaces.
_whitespace = "\t\n\x0b\x0c\r "


class TextWrapper:
    """Wraps text; its attributes, which are also keywords of the constructor, say how.

    width, initial_indent, subsequent_indent, expand_tabs, replace_whitespace,
    fix_sentence_endings, break_long_words, drop_whitespace, break_on_hyphens,
    tabsize, max_lines, placeholder.
    """

    unicode_whitespace_trans = dict.fromkeys(map(ord, _whitespace), ord(" "))

    _word = r"[\w!\"'&.,?]"
    _letter = r"[^\d\W]"
    _space = f"[{re.escape(_whitespace)}]"
    _nonspace = f"[^{re.escape(_whitespace)}]"

    # What a line may be broken between: words (to a hyphen that joins letters),
    # dashes, runs of whitespace.
    wordsep_re = re.compile(rf"""
        (                                       # whitespace
          {_space}+
        |                                       # a dash between words
          (?<={_word}) -{{2,}} (?=\w)
        |                                       # a word, perhaps up to a hyphen
          {_nonspace}+? (?:
            -(?: (?<={_letter}{{2}}-) | (?<={_letter}-{_letter}-) )
              (?= {_letter} -? {_letter} )
          |                                     # to its end
            (?={_space}|\Z)
          |                                     # to a dash
            (?<={_word}) (?=-{{2,}}\w)
          )
        )
    """, re.VERBOSE)

    # The same without hyphens.
    wordsep_simple_re = re.compile(f"({_space}+)")

    # Ends a sentence, if it ends a chunk.
    sentence_end_re = re.compile(r"[a-z]"           # a lower-case letter
                                 r"[.!?]"           # the mark
                                 r"[\"']?"          # perhaps a quote
                                 r"\Z")

    del _word, _letter, _space, _nonspace

    def __init__(self, width=70, initial_indent="", subsequent_indent="",
                 expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False,
                 break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        """Expand tabs, and turn every kind of whitespace into spaces."""
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(self.unicode_whitespace_trans)
        return text

    def _split(self, text):
        """The chunks between which a line may be broken."""
        pattern = self.wordsep_re if self.break_on_hyphens else self.wordsep_simple_re
        return [chunk for chunk in pattern.split(text) if chunk]

    def _fix_sentence_endings(self, chunks):
        """Make the space after a sentence two."""
        ends_sentence = self.sentence_end_re.search
        i = 0
        while i < len(chunks) - 1:
            if chunks[i + 1] == " " and ends_sentence(chunks[i]):
                chunks[i + 1] = "  "
                i += 2
            else:
                i += 1

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """Deal with a chunk that is too long for any line."""
        space_left = 1 if width < 1 else width - cur_len
        if self.break_long_words and space_left > 0:
            end = space_left
            chunk = reversed_chunks[-1]
            if self.break_on_hyphens and len(chunk) > space_left:
                # After the last hyphen that fits, unless nothing stands before it.
                hyphen = chunk.rfind("-", 0, space_left)
                if hyphen > 0 and any(c != "-" for c in chunk[:hyphen]):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _wrap_chunks(self, chunks):
        """Put chunks together to lines."""
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks.reverse()        # taken from the end
        while chunks:
            cur_line = []
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and chunks[-1].strip() == "":
                del chunks[-1]
            cur_len = 0
            while chunks and cur_len + len(chunks[-1]) <= width:
                cur_len += len(chunks[-1])
                cur_line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, cur_line, cur_len, width)
                cur_len = sum(map(len, cur_line))
            if self.drop_whitespace and cur_line and cur_line[-1].strip() == "":
                cur_len -= len(cur_line[-1])
                del cur_line[-1]
            if not cur_line:
                continue
            if self._fits(lines, chunks, cur_len, width):
                lines.append(indent + "".join(cur_line))
            else:
                self._shorten(lines, cur_line, cur_len, width, indent)
                break
        return lines

    def _fits(self, lines, chunks, cur_len, width):
        """Whether the line may stand as it is: it is not the last, or nothing is left."""
        if self.max_lines is None or len(lines) + 1 < self.max_lines:
            return True
        nothing_left = not chunks or (
            self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
        return nothing_left and cur_len <= width

    def _shorten(self, lines, cur_line, cur_len, width, indent):
        """End the last line with the placeholder."""
        while cur_line:
            if cur_line[-1].strip() and cur_len + len(self.placeholder) <= width:
                cur_line.append(self.placeholder)
                lines.append(indent + "".join(cur_line))
                return
            cur_len -= len(cur_line[-1])
            del cur_line[-1]
        if lines:
            previous = lines[-1].rstrip()
            if len(previous) + len(self.placeholder) <= self.width:
                lines[-1] = previous + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def wrap(self, text):
        """A list of lines of at most *width* characters, without newlines."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """wrap() as one string."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """A list of lines of at most *width* characters."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """wrap() as one string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Collapse whitespace and cut to *width*, with a placeholder for what is left out."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.split()))


def dedent(text):
    """Remove the whitespace that all lines begin with; blank lines become empty."""
    try:
        lines = text.split("\n")
    except (AttributeError, TypeError):
        raise TypeError(
            f"expected str object, not {type(text).__qualname__!r}") from None
    marked = [line for line in lines if line and not line.isspace()]
    # What the first and the last in order share, all share.
    first, last = min(marked, default=""), max(marked, default="")
    margin = 0
    for margin, char in enumerate(first):
        if char != last[margin] or char not in " \t":
            break
    return "\n".join([line[margin:] if not line.isspace() else "" for line in lines])


def indent(text, prefix, predicate=None):
    """Put *prefix* before each line that has more than whitespace, or fits *predicate*."""
    pieces = []
    for line in text.splitlines(True):
        if predicate(line) if predicate is not None else not line.isspace():
            pieces.append(prefix)
        pieces.append(line)
    return "".join(pieces)
