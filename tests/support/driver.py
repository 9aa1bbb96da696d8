"""Runs many test files inside one interpreter, so that an oracle that is slow to start is started once.

    driver.py JOB.json RESULTS.jsonl

JOB.json is a list of {"path", "mode"}; one JSON object per file is appended to RESULTS.jsonl as soon as the
file has ended, so that a file that hangs can be named.  Modes:

    lang       stdout with the line that printed it, the exception that ended the file, the exit status
    traceback  what the interpreter would have written to stderr, with the file named relative to its folder
    syntax     "path" holds a list of sources; each is compiled and its SyntaxError described
"""

import asyncio
import contextvars
import gc
import io
import json
import linecache
import logging
import os
import sys
import traceback
import warnings

sys.dont_write_bytecode = True


class Recorder(io.TextIOBase):
    """A stdout that remembers, for every line written, which line of the test wrote it."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, path):
        self.path = path
        self.lines = []  # [text, innermost line, outermost line]
        self.open = False

    def writable(self):
        return True

    def position(self):
        inner = outer = 0
        frame = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == self.path:
                inner = inner or frame.f_lineno
                outer = frame.f_lineno
            frame = frame.f_back
        return inner, outer

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        inner, outer = self.position()
        for piece in text.splitlines(True) if "\n" in text else [text]:
            if not piece:
                continue
            if self.open:
                self.lines[-1][0] += piece.rstrip("\n")
            else:
                self.lines.append([piece.rstrip("\n"), inner, outer])
            self.open = not piece.endswith("\n")
        return len(text)


class State:
    """What a test may change in the interpreter, put back when it is done."""

    def __enter__(self):
        self.saved = (sys.stdout, sys.stderr, sys.argv, sys.path[:], sys.excepthook, sys.unraisablehook)
        self.finders = (sys.meta_path[:], sys.path_hooks[:])
        self.limit = sys.getrecursionlimit()
        self.modules = set(sys.modules)
        self.main = sys.modules["__main__"]
        self.environ = dict(os.environ)
        self.folder = os.getcwd()
        self.warnings = warnings.catch_warnings()
        self.warnings.__enter__()
        return self

    def __exit__(self, *exc_info):
        self.warnings.__exit__(None, None, None)
        sys.stdout, sys.stderr, sys.argv, sys.path[:], sys.excepthook, sys.unraisablehook = self.saved
        sys.meta_path[:], sys.path_hooks[:] = self.finders
        sys.path_importer_cache.clear()
        sys.setrecursionlimit(self.limit)
        sys.modules["__main__"] = self.main
        for name in set(sys.modules) - self.modules:
            if "/tests/" in (getattr(sys.modules[name], "__file__", None) or ""):
                del sys.modules[name]
        os.chdir(self.folder)
        for name in set(os.environ) - set(self.environ):
            del os.environ[name]
        gc.enable()
        sys.settrace(None)
        logging.root.handlers.clear()
        logging.root.setLevel(logging.WARNING)
        logging.root.manager.loggerDict.clear()
        asyncio.events._set_running_loop(None)


def fresh_main(path):
    main = type(sys)("__main__")
    main.__file__ = path
    main.__dict__["__builtins__"] = sys.modules["builtins"]
    sys.modules["__main__"] = main
    sys.argv = [path]
    sys.path[0] = os.path.dirname(path)
    return main


def status_of(error):
    """The exit status and stderr text of SystemExit."""
    if error.code is None:
        return 0, ""
    if isinstance(error.code, int):
        return error.code, ""
    return 1, str(error.code) + "\n"


def execute(path, name):
    """Runs the file as __main__ with `name` as its file name; gives back (status, exception or None)."""
    main = fresh_main(path)
    with open(path, "rb") as file:
        source = file.read()
    try:
        contextvars.copy_context().run(exec, compile(source, name, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as error:
        status, text = status_of(error)
        sys.stderr.write(text)
        return status, None, main
    except BaseException as error:
        return 1, error, main
    return 0, None, main


def run_lang(path):
    with State():
        recorder = sys.stdout = Recorder(path)
        sys.stderr = io.StringIO()
        status, error, main = execute(path, path)
        errors = sys.stderr.getvalue()
        raises = None
        if error is not None:
            # With the traceback at hand, as the suggestions are looked for in its frames.
            report = traceback.TracebackException(type(error), error, error.__traceback__)
            raises = list(report.format_exception_only())[0].split("\n")[0]
            if isinstance(error, SyntaxError) or getattr(error, "__notes__", None):
                raises = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
    # Finalizers of what the file left behind must not print into the next file's output.
    error = None
    main.__dict__.clear()
    gc.collect()
    return {"stdout": recorder.lines, "raises": raises, "status": status, "stderr": errors}


def run_traceback(path):
    folder, name = os.path.split(path)
    with State():
        os.chdir(folder)
        sys.stdout = io.StringIO()
        sys.stderr = io.StringIO()
        linecache.clearcache()
        frame, depth = sys._getframe(), 0
        while frame is not None:
            frame, depth = frame.f_back, depth + 1
        # The file's own frames should meet the limit where they would meet it in a process of their own.
        sys.setrecursionlimit(1000 + depth + 1)
        status, error, main = execute(path, name)
        sys.setrecursionlimit(5000)
        if error is not None:
            tb = error.__traceback__
            while tb is not None and tb.tb_frame.f_code.co_filename != name:
                tb = tb.tb_next
            hook = traceback.print_exception if sys.excepthook is sys.__excepthook__ else sys.excepthook
            hook(type(error), error, tb)
        text = sys.stderr.getvalue()
    return {"stderr": text, "status": status}


def run_syntax(sources):
    answers = []
    for source in sources:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                compile(source, "<case>", "exec", dont_inherit=True)
            except SyntaxError as error:
                where = [error.lineno, error.offset, error.end_lineno, error.end_offset]
                answers.append([type(error).__name__, error.msg, where])
            else:
                answers.append(None)
    return {"answers": answers}


MODES = {"lang": run_lang, "traceback": run_traceback, "syntax": run_syntax}


def main():
    with open(sys.argv[1]) as file:
        jobs = json.load(file)
    with open(sys.argv[2], "w") as results:
        for number, job in enumerate(jobs):
            answer = MODES[job["mode"]](job["path"])
            results.write(json.dumps({"job": number, **answer}) + "\n")
            results.flush()


main()
