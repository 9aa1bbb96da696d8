"""Patterns of paths: glob, match, full_match."""

import os
from fnmatch import translate


def _part_matcher(part, case_sensitive):
    import re
    flags = 0 if case_sensitive is None or case_sensitive else re.IGNORECASE
    return re.compile(translate(part), flags).match


def _is_magic(part):
    return any(c in part for c in '*?[')


def _parts_of(pattern):
    """The parts of a pattern, and whether it ends in a slash."""
    text = os.fspath(pattern)
    return text, [part for part in text.split('/') if part and part != '.']


def select(path, pattern, case_sensitive, recurse_symlinks):
    """Yield the paths below `path` that fit."""
    text, parts = _parts_of(pattern)
    if text.startswith('/'):
        raise NotImplementedError("Non-relative patterns are unsupported")
    if not parts:
        raise ValueError(f"Unacceptable pattern: {text!r}")
    dirs_only = text.endswith('/')

    def generate():
        for found in _select(path, parts, case_sensitive, recurse_symlinks, dirs_only):
            yield found
    return generate()


def _entries(path):
    try:
        with os.scandir(path) as found:
            return list(found)
    except OSError:
        return []


def _is_dir(entry, follow=True):
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:
        return False


def _select(path, parts, case_sensitive, recurse_symlinks, dirs_only):
    if not parts:
        if not dirs_only or path.is_dir():
            yield path
        return
    part, rest = parts[0], parts[1:]
    if part == '**':
        while rest and rest[0] == '**':
            rest = rest[1:]     # several in a row are one
        yield from _recurse(path, rest, case_sensitive, recurse_symlinks, dirs_only)
        return
    if not _is_magic(part) and case_sensitive is None:
        child = path / part if part != '..' else path.joinpath('..')
        if rest or dirs_only:
            if child.is_dir():
                yield from _select(child, rest, case_sensitive, recurse_symlinks, dirs_only)
        elif os.path.lexists(child):
            yield child
        return
    matches = _part_matcher(part, case_sensitive)
    for entry in _entries(path):
        if matches(entry.name) is None:
            continue
        child = path / entry.name
        if not rest:
            if not dirs_only or _is_dir(entry):
                yield child
        elif _is_dir(entry):
            yield from _select(child, rest, case_sensitive, recurse_symlinks, dirs_only)


def _recurse(path, rest, case_sensitive, recurse_symlinks, dirs_only):
    """The path and all below it, each with the rest of the pattern."""
    seen = set() if '**' in rest else None
    if not rest and not os.path.isdir(path):
        return
    stack = [path]
    while stack:
        current = stack.pop()
        for found in _select(current, rest, case_sensitive, recurse_symlinks, dirs_only):
            # A second ** would find the same paths again.
            if seen is not None:
                if found in seen:
                    continue
                seen.add(found)
            yield found
        below = []
        for entry in _entries(current):
            child = current / entry.name
            if _is_dir(entry, recurse_symlinks):
                below.append(child)
            elif not rest and not dirs_only:
                yield child
        stack.extend(reversed(below))


def _match_parts(parts, patterns, case_sensitive):
    if not patterns:
        return not parts
    if patterns[0] == '**':
        return any(_match_parts(parts[i:], patterns[1:], case_sensitive)
                   for i in range(len(parts) + 1))
    return (bool(parts)
            and _part_matcher(patterns[0], case_sensitive)(parts[0]) is not None
            and _match_parts(parts[1:], patterns[1:], case_sensitive))


def _as_pattern(path, pattern):
    if not hasattr(pattern, 'with_segments'):
        pattern = path.with_segments(pattern)
    return pattern


def full_match(path, pattern, case_sensitive):
    pattern = _as_pattern(path, pattern)
    return _match_parts(list(path.parts), list(pattern.parts), case_sensitive)


def match(path, pattern, case_sensitive):
    pattern = _as_pattern(path, pattern)
    patterns = list(pattern.parts)
    if not patterns:
        raise ValueError("empty pattern")
    parts = list(path.parts)
    if len(parts) < len(patterns):
        return False
    if len(parts) > len(patterns) and pattern.anchor:
        return False
    return all(_part_matcher('*' if wanted == '**' else wanted, case_sensitive)(part)
               for part, wanted in zip(reversed(parts), reversed(patterns)))
