"""The table of syntax errors: tests/syntax_errors/cases.txt.

A case is its name, its source with every line behind `    | ` (a tab is written \\t), and what CPython 3.14 says
of it:

    missing_colon_after_if
        | if x
        |     pass
        => SyntaxError: expected ':'
        => line 1, offset 5, to line 1, offset 6

`coil tests/support/syntax_cases.py TABLE NAME` compiles one case and prints what it got and what was expected.
"""

import sys

SOURCE = "    |"
RESULT = "    => "


class Case:
    def __init__(self, name):
        self.name = name
        self.source = ""
        self.expected = []


def read(path):
    cases = []
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line.startswith(SOURCE):
                cases[-1].source += line[len(SOURCE) + 1 :].replace("\\t", "\t") + "\n"
            elif line.startswith(RESULT):
                cases[-1].expected.append(line[len(RESULT) :])
            elif line and not line.startswith("#"):
                cases.append(Case(line))
    return cases


def write(path, cases):
    with open(path, encoding="utf-8") as file:
        head = [line for line in file if line.startswith("#")]
    out = "".join(head)
    for case in cases:
        out += f"\n{case.name}\n"
        for line in case.source.split("\n")[:-1]:
            out += f"{SOURCE} {line}".rstrip(" ").replace("\t", "\\t") + "\n"
        out += "".join(f"{RESULT}{line}\n" for line in case.expected)
    with open(path, "w", encoding="utf-8") as file:
        file.write(out)


def describe(answer):
    """The lines of the table for [type, message, [line, offset, end line, end offset]], or for no error."""
    if answer is None:
        return ["compiles"]
    kind, message, (line, offset, end_line, end_offset) = answer
    return [f"{kind}: {message}", f"line {line}, offset {offset}, to line {end_line}, offset {end_offset}"]


def check(path, name):
    (case,) = [case for case in read(path) if case.name == name]
    try:
        compile(case.source, "<case>", "exec")
    except SyntaxError as error:
        where = [error.lineno, error.offset, error.end_lineno, error.end_offset]
        got = describe([type(error).__name__, error.msg, where])
    else:
        got = describe(None)
    if got == case.expected:
        return 0
    print("expected:", *case.expected, sep="\n    ")
    print("got:", *got, sep="\n    ")
    return 1


if __name__ == "__main__":
    sys.exit(check(sys.argv[1], sys.argv[2]))
