"""Matching names with the shell's patterns: *, ?, [abc], [!abc]."""

import functools
import os

__all__ = ["filter", "filterfalse", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Whether a name fits a pattern, case as the system has it."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


def fnmatchcase(name, pat):
    """Whether a name fits a pattern, and case matters."""
    return _compile_pattern(pat)(name) is not None


@functools.lru_cache(maxsize=32768, typed=True)
def _compile_pattern(pat):
    import re
    if isinstance(pat, bytes):
        text = translate(str(pat, "ISO-8859-1"))
        return re.compile(bytes(text, "ISO-8859-1")).match
    return re.compile(translate(pat)).match


def filter(names, pat):
    """A list of the names that fit."""
    pat = os.path.normcase(pat)
    match = _compile_pattern(pat)
    normcase = _normcase_for_names()
    if normcase is None:
        return [name for name in names if match(name)]
    return [name for name in names if match(normcase(name))]


def filterfalse(names, pat):
    """A list of the names that do not fit."""
    pat = os.path.normcase(pat)
    match = _compile_pattern(pat)
    normcase = _normcase_for_names()
    if normcase is None:
        return [name for name in names if match(name) is None]
    return [name for name in names if match(normcase(name)) is None]


def _normcase_for_names():
    # On POSIX it does nothing but accept path objects.
    import posixpath
    return os.fspath if os.path is posixpath else os.path.normcase


def translate(pat):
    """The regular expression that a pattern means."""
    parts, stars = _translate(pat, "*", ".")
    return _join_translated_parts(parts, stars)


def _translate(pat, star, question_mark):
    """(expressions, where among them the stars are)"""
    from re import escape
    parts = []
    stars = []
    i, n = 0, len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == "*":
            stars.append(len(parts))
            parts.append(star)
            while i < n and pat[i] == "*":      # more of them say no more
                i += 1
        elif c == "?":
            parts.append(question_mark)
        elif c == "[":
            # A bracket right after the opening one, or after "[!", is a member.
            start = i + 1 if pat[i:i + 1] == "!" else i
            end = pat.find("]", start + 1)
            if start >= n or end < 0:
                parts.append(r"\[")
            else:
                parts.append(_translate_set(pat[i:end]))
                i = end + 1
        else:
            parts.append(escape(c))
    return parts, stars


def _translate_set(inner):
    """The expression for what stands between brackets."""
    if "-" not in inner:
        body = inner.replace("\\", r"\\")
    else:
        # Ranges, and in between what is none.
        chunks = []
        start = 0
        k = 2 if inner[0] == "!" else 1
        while (k := inner.find("-", k)) >= 0:
            chunks.append(inner[start:k])
            start = k + 1
            k += 3
        rest = inner[start:]
        if rest:
            chunks.append(rest)
        else:
            chunks[-1] += "-"
        # An empty range matches nothing: re would refuse it.
        for k in range(len(chunks) - 1, 0, -1):
            if chunks[k - 1][-1] > chunks[k][0]:
                chunks[k - 1] = chunks[k - 1][:-1] + chunks[k][1:]
                del chunks[k]
        # Hyphens inside chunks are members.
        body = "-".join([chunk.replace("\\", r"\\").replace("-", r"\-")
                         for chunk in chunks])
    if not body:
        return "(?!)"       # an empty set
    if body == "!":
        return "."          # all but an empty set
    for char in "&~|":      # re may give pairs of them a meaning
        body = body.replace(char, "\\" + char)
    if body[0] == "!":
        body = "^" + body[1:]
    elif body[0] in ("^", "["):
        body = "\\" + body
    return f"[{body}]"


def _join_translated_parts(parts, stars):
    """The whole expression, whose stars do not try again once the next part has matched."""
    if not stars:
        return f"(?s:{''.join(parts)})\\z"
    result = parts[:stars[0]]
    for this, following in zip(stars, stars[1:]):
        fixed = "".join(parts[this + 1:following])
        # The first fit is as good as any: what follows may begin anywhere after it.
        result.append(f"(?>.*?{fixed})")
    result.append(".*")
    result += parts[stars[-1] + 1:]
    return f"(?s:{''.join(result)})\\z"
