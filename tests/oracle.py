#!/usr/bin/env python3
"""Runs the tests of this folder under CPython, so that the tests themselves are tested.

    python3 tests/oracle.py [PATH...]           check all of them, or those under PATH
    python3 tests/oracle.py --write PATH...     write the expectations as the oracle gives them; then read the diff

Every file of tests/lang must agree with CPython 3.11 and 3.14, or with the one its `# oracle:` line names.
tests/traceback/*.err and tests/syntax_errors/cases.txt are 3.14's.  examples/*.out are compared with 3.11's
output.  3.14 is the program that PY314 names (default: ../shared/py314/py314 beside the checkout); it runs all
files in one process.  3.11 is python3.11, one process per file.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
ROOT = TESTS.parent
sys.path.insert(0, str(TESTS / "support"))

from expectations import Expectations, cleared, written  # noqa: E402
import syntax_cases  # noqa: E402

TIMEOUT = 60
OWN_OUTPUT = {"hello_coroutine.py"}  # prints Coil's bytecode, of which CPython knows nothing


def find_py314():
    if "PY314" in os.environ:
        return os.environ["PY314"]
    for folder in (ROOT, *ROOT.parents):
        candidate = folder / "shared" / "py314" / "py314"
        if candidate.exists():
            return str(candidate)
    return None


def find_py311():
    if "PY311" in os.environ:
        return os.environ["PY311"]
    return "/usr/bin/python3.11" if os.path.exists("/usr/bin/python3.11") else "python3.11"


def run_batch(jobs):
    """Runs jobs of the driver in one 3.14 and gives back their answers."""
    if not jobs:
        return []
    with tempfile.TemporaryDirectory() as folder:
        job, results = os.path.join(folder, "job.json"), os.path.join(folder, "results.jsonl")
        pathlib.Path(job).write_text(json.dumps(jobs))
        command = [find_py314(), str(TESTS / "support" / "driver.py"), job, results]
        try:
            run = subprocess.run(command, timeout=TIMEOUT + len(jobs), capture_output=True, text=True, cwd=ROOT)
            trouble = run.stderr[-2000:]
        except subprocess.TimeoutExpired:
            trouble = "time-out"
        text = pathlib.Path(results).read_text() if os.path.exists(results) else ""
    answers = [json.loads(line) for line in text.splitlines()]
    if len(answers) < len(jobs):
        # This file hung or brought the oracle down: say so, and go on behind it in a new process.
        answers.append({"trouble": f"the 3.14 oracle stopped here: {trouble[:200]}"})
        if len(answers) > 1:
            answers += run_batch(jobs[len(answers) :])
    return answers


def halves(jobs):
    return [jobs[: len(jobs) // 2], jobs[len(jobs) // 2 :]] if len(jobs) > 20 else [jobs]


def run_311(path):
    """One file in a process of its own: (lines of stdout, lines of stderr, status)."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    try:
        run = subprocess.run([find_py311(), str(path)], capture_output=True, timeout=TIMEOUT, env=environment, cwd=path.parent)
    except subprocess.TimeoutExpired:
        return ["time-out"], [], -1
    out = run.stdout.decode("utf-8", "backslashreplace").splitlines()
    return out, run.stderr.decode("utf-8", "backslashreplace").splitlines(), run.returncode


def lang_files(chosen):
    files = sorted((TESTS / "lang").rglob("*.py"))
    files = [f for f in files if not any(p.startswith("_") for p in f.relative_to(TESTS).parts)]
    return [f for f in files if under(f, chosen)]


def under(path, chosen):
    return not chosen or any(path == c or c in path.parents for c in chosen)


class Report:
    def __init__(self):
        self.passed = 0
        self.failures = []

    def add(self, path, oracle, problems):
        if problems:
            self.failures.append(f"{path.relative_to(ROOT)} [{oracle}]: " + "; ".join(problems))
        else:
            self.passed += 1

    def print(self):
        for failure in self.failures:
            print("FAIL", failure)
        print(f"{self.passed} passed, {len(self.failures)} failed")


def problems_311(path, wanted):
    out, err, status = run_311(path)
    problems = wanted.problems(out, [line.strip() for line in err], status)
    return problems + ([f"stderr ends: {err[-1]}"] if problems and err else [])


def answers_314(files, mode):
    """Yields (file, answer) for every file that 3.14 came to."""
    parts = halves(files)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        batches = pool.map(lambda part: run_batch([{"path": str(f), "mode": mode} for f in part]), parts)
        for part, batch in zip(parts, batches):
            yield from zip(part, batch)


def check_lang(chosen, report):
    wanted = {f: Expectations(f.read_text(encoding="utf-8")) for f in lang_files(chosen)}
    wanted = {f: w for f, w in wanted.items() if w.differs is None}
    for path, answer in answers_314([f for f, w in wanted.items() if w.oracle != "3.11"], "lang"):
        if "trouble" in answer:
            report.add(path, "3.14", [answer["trouble"]])
            continue
        lines = [line[0] for line in answer["stdout"]]
        report.add(path, "3.14", wanted[path].problems(lines, answer["raises"], answer["status"]))
    old = [f for f, w in wanted.items() if w.oracle != "3.14"]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, problems in zip(old, pool.map(lambda f: problems_311(f, wanted[f]), old)):
            report.add(path, "3.11", problems)


def write_lang(chosen):
    """Fills in expectations; a file on which the two oracles differ is given `# oracle: 3.14`."""
    sources = {f: cleared(f.read_text(encoding="utf-8")) for f in lang_files(chosen)}
    headers = {f: Expectations(s) for f, s in sources.items()}
    sources = {f: s for f, s in sources.items() if headers[f].differs is None}
    for path, source in sources.items():
        path.write_text(source, encoding="utf-8")  # so that line numbers are those of the cleared source
    differing = []
    for path, answer in answers_314([f for f in sources if headers[f].oracle != "3.11"], "lang"):
        if "trouble" in answer:
            print(path, answer["trouble"])
            continue
        text = written(sources[path], answer["stdout"], answer["raises"], answer["status"])
        if headers[path].oracle is None and problems_311(path, Expectations(text)):
            text = "# oracle: 3.14\n" + sources[path]
            differing.append(path)
            print("3.14 only:", path.relative_to(TESTS), answer["raises"] or "")
        path.write_text(text, encoding="utf-8")
    if differing:
        write_lang(differing)  # once more, as the new first line has moved the others
    for path in [f for f in sources if headers[f].oracle == "3.11"]:
        out, err, status = run_311_recorded(path)
        path.write_text(written(sources[path], out, err, status), encoding="utf-8")


def run_311_recorded(path):
    """Like the driver's answer, from a 3.11 that runs the driver for this one file."""
    with tempfile.TemporaryDirectory() as folder:
        job, results = os.path.join(folder, "job.json"), os.path.join(folder, "results.jsonl")
        pathlib.Path(job).write_text(json.dumps([{"path": str(path), "mode": "lang"}]))
        subprocess.run([find_py311(), str(TESTS / "support" / "driver.py"), job, results], timeout=TIMEOUT, cwd=ROOT)
        answer = json.loads(pathlib.Path(results).read_text())
    return answer["stdout"], answer["raises"], answer["status"]


def traceback_files(chosen):
    return [f for f in sorted((TESTS / "traceback").glob("*.py")) if not f.name.startswith("_") and under(f, chosen)]


def check_tracebacks(chosen, report, write):
    for path, answer in answers_314(traceback_files(chosen), "traceback"):
        golden = path.with_suffix(".err")
        got = answer.get("stderr", answer.get("trouble"))
        if write:
            golden.write_text(got, encoding="utf-8")
        want = golden.read_text(encoding="utf-8") if golden.exists() else ""
        report.add(path, "3.14", [] if got == want else [f"{golden.name} differs; got:\n{got}"])


def check_syntax(chosen, report, write):
    table = TESTS / "syntax_errors" / "cases.txt"
    if not table.exists() or not under(table, chosen):
        return
    cases = syntax_cases.read(table)
    (answer,) = run_batch([{"path": [case.source for case in cases], "mode": "syntax"}])
    for case, got in zip(cases, answer["answers"]):
        text = syntax_cases.describe(got)
        if write:
            case.expected = text
        problems = [] if case.expected == text else [f"{case.name}: expected {case.expected}, got {text}"]
        report.add(table, "3.14", problems)
    if write:
        syntax_cases.write(table, cases)


def check_examples(chosen, report, write):
    for path in sorted((ROOT / "examples").glob("*.py")):
        golden = path.with_suffix(".out")
        if not under(path, chosen) or path.name in OWN_OUTPUT:
            continue
        out, err, status = run_311(path)
        if write:
            golden.write_text("\n".join(out) + "\n", encoding="utf-8")
        want = golden.read_text(encoding="utf-8").splitlines() if golden.exists() else None
        problems = [] if out == want else [f"{golden.name} differs"]
        problems += [f"exit status {status}: {err[-1:]}"] if status else []
        report.add(path, "3.11", problems)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write expectations instead of checking them")
    parser.add_argument("paths", nargs="*", type=lambda text: pathlib.Path(text).resolve())
    options = parser.parse_args()
    if options.write and not options.paths:
        parser.error("--write needs the paths that it may write")
    if find_py314() is None:
        sys.exit("no CPython 3.14 found: name one in PY314")
    report = Report()
    if options.write:
        write_lang(options.paths)
    else:
        check_lang(options.paths, report)
    check_tracebacks(options.paths, report, options.write)
    check_syntax(options.paths, report, options.write)
    check_examples(options.paths, report, options.write)
    report.print()
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    main()
