"""The expectations that stand in a test file, read and written.

    print(1 + 1)  # expect: 2
    # expect: a further line of output
    # raises: TypeError: message      the exception that ends the file
    # exit: 3                         the exit status, when it is neither 0 nor that of `raises`
    # oracle: 3.14                    first line: the one CPython that the file must agree with (default: both)
    # differs: a sentence             first lines: what Coil does otherwise, on purpose; CPython is not asked
"""

import ast
import re

MARK = re.compile(r"#\s(expect|raises|exit|oracle|differs):(?: (.*))?$")
WIDTH = 100


class Expectations:
    def __init__(self, source):
        self.expect = []
        self.raises = None
        self.exit = None
        self.oracle = None
        self.differs = None
        for line in source.splitlines():
            found = MARK.search(line)
            if not found:
                continue
            kind, text = found.group(1), (found.group(2) or "").rstrip()
            if kind == "expect":
                self.expect.append(text)
            else:
                setattr(self, kind, text)

    def status(self):
        if self.exit is not None:
            return int(self.exit)
        return 1 if self.raises is not None else 0

    def problems(self, stdout, raises, status):
        """Sentences that say where a run disagrees; `raises` may be a list of candidate lines."""
        found = []
        lines = [line.rstrip() for line in stdout]
        for number in range(max(len(lines), len(self.expect))):
            want = self.expect[number] if number < len(self.expect) else None
            got = lines[number] if number < len(lines) else None
            if want != got:
                found.append(f"output line {number + 1}: expected {want!r}, got {got!r}")
                break
        candidates = raises if isinstance(raises, list) else [raises]
        if self.raises is not None and self.raises not in candidates:
            found.append(f"expected {self.raises!r}, got {candidates[-1:]!r}")
        if self.raises is None and not isinstance(raises, list) and raises is not None:
            found.append(f"unexpected {raises!r}")
        if status != self.status():
            found.append(f"expected exit status {self.status()}, got {status}")
        return found


def statement_ends(source):
    """Maps each line to the last line of the simple statement, or of the compound statement's head, it is in."""
    ends = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            continue
        first = getattr(node, "lineno", None)
        if first is None:
            continue
        body = getattr(node, "body", None)
        if isinstance(body, list) and body:
            first = min([first] + [d.lineno for d in getattr(node, "decorator_list", [])])
            last = max(body[0].lineno - 1, node.lineno)
            inner = [d.lineno for d in getattr(body[0], "decorator_list", [])]
            if inner:
                last = max(min(inner) - 1, node.lineno)
        else:
            last = node.end_lineno
        for line in range(first, last + 1):
            ends.setdefault(line, last)
            ends[line] = max(ends[line], last)
    return ends


def placed(source, lines):
    """The line after which each line of output is to be expected: where it is printed, if that is in order."""
    try:
        ends = statement_ends(source)
    except SyntaxError:  # a newer syntax than that of the interpreter that runs this program
        ends = {}
    inner = [ends.get(line[1], line[1]) for line in lines]
    outer = [ends.get(line[2], line[2]) for line in lines]
    chosen = inner if inner == sorted(inner) else outer
    out, last = [], 1
    for line in chosen:
        last = max(last, line)
        out.append(last)
    return out


def cleared(source):
    """The source without expectations of output and end (headers stay)."""
    kept = []
    for line in source.splitlines():
        found = MARK.search(line)
        if found and found.group(1) in ("expect", "raises", "exit"):
            line = line[: found.start()].rstrip()
            if not line:
                continue
        kept.append(line)
    return "\n".join(kept) + "\n"


def written(source, lines, raises, status):
    """The cleared source with the expectations that a run gave."""
    code = source.splitlines()
    after = {}
    for place, line in zip(placed(source, lines), lines):
        after.setdefault(place, []).append(f"# expect: {line[0]}".rstrip())
    out = []
    for number, text in enumerate(code, 1):
        marks = after.get(number, [])
        indent = text[: len(text) - len(text.lstrip())]
        if marks and len(text) + 2 + len(marks[0]) <= WIDTH:
            text, marks = f"{text}  {marks[0]}", marks[1:]
        out.append(text)
        out.extend(indent + mark for mark in marks)
    if raises is not None:
        out.append(f"# raises: {raises}")
    elif status:
        out.append(f"# exit: {status}")
    return "\n".join(out) + "\n"
