"""What site adds to builtins for whoever sits at a prompt: exit, quit, copyright, credits, license and help."""

import sys


class Quitter:
    """Called, it ends the session; shown, it says how to."""

    def __init__(self, name, eof):
        self.name = name
        self.eof = eof

    def __repr__(self):
        return f'Use {self.name}() or {self.eof} to exit'

    def __call__(self, code=None):
        # Shells that read from sys.stdin themselves would go on reading.
        try:
            sys.stdin.close()
        except Exception:
            pass
        raise SystemExit(code)


class _Printer:
    """Shown, it is a text, or says how to read it; called, it prints that a page at a time."""

    MAXLINES = 23

    def __init__(self, name, data, files=(), dirs=()):
        self.__name = name
        self.__data = data
        self.__lines = None
        self.__filenames = [f'{folder}/{file}' for folder in dirs for file in files]

    def __setup(self):
        if self.__lines is not None:
            return
        text = None
        for filename in self.__filenames:
            try:
                with open(filename, encoding='utf-8') as file:
                    text = file.read()
                break
            except OSError:
                pass
        self.__lines = (text or self.__data).split('\n')

    def __repr__(self):
        self.__setup()
        if len(self.__lines) <= self.MAXLINES:
            return '\n'.join(self.__lines)
        return f'Type {self.__name}() to see the full {self.__name} text'

    def __call__(self):
        self.__setup()
        start = 0
        while start < len(self.__lines):
            for line in self.__lines[start:start + self.MAXLINES]:
                print(line)
            start += self.MAXLINES
            if start < len(self.__lines):
                answer = None
                while answer not in ('', 'q'):
                    answer = input('Hit Return for more, or q (and Return) to quit: ')
                if answer == 'q':
                    return


class _Helper:
    """Called, it is pydoc.help."""

    def __repr__(self):
        return 'Type help() for interactive help, or help(object) for help about object.'

    def __call__(self, *args, **kwds):
        import pydoc
        return pydoc.help(*args, **kwds)


def _install():
    """Put them into builtins."""
    import builtins
    eof = 'Ctrl-D (i.e. EOF)'
    builtins.exit = Quitter('exit', eof)
    builtins.quit = Quitter('quit', eof)
    builtins.copyright = _Printer('copyright', sys.copyright)
    builtins.credits = _Printer('credits', 'Coil is written by its contributors, after the design of Python,\n'
                                           'for which thanks go to everybody who works on that language.')
    builtins.license = _Printer('license', 'Coil: MIT OR Apache-2.0. See https://docs.python.org/3/license.html for that '
                                           'of Python.')
    builtins.help = _Helper()
