"""Interactive interpreters to put into other programs."""

import builtins
import sys
import traceback
from codeop import CommandCompiler, compile_command

__all__ = ["InteractiveInterpreter", "InteractiveConsole", "interact", "compile_command"]


class InteractiveInterpreter:
    """Runs source in a namespace; knows nothing of prompts."""

    def __init__(self, locals=None):
        if locals is None:
            locals = self._create_new_namespace()
        self.locals = locals
        self.compile = CommandCompiler()

    @staticmethod
    def _create_new_namespace():
        return {"__name__": "__console__", "__doc__": None}

    def runsource(self, source, filename="<input>", symbol="single"):
        """Compile and run; True if more lines are needed."""
        try:
            code = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename, source=source)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        """Run a code object; what it raises is shown, SystemExit goes on."""
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except:
            self.showtraceback()

    def showsyntaxerror(self, filename=None, **kwargs):
        """Show the syntax error that has just occurred."""
        try:
            typ, value, tb = sys.exc_info()
            if filename and issubclass(typ, SyntaxError):
                value.filename = filename
            source = kwargs.pop('source', "")
            self._showtraceback(typ, value, None, source)
        finally:
            typ = value = tb = None

    def showtraceback(self):
        """Show the exception that has just occurred, without our own frame."""
        try:
            typ, value, tb = sys.exc_info()
            self._showtraceback(typ, value, tb.tb_next, '')
        finally:
            typ = value = tb = None

    def _showtraceback(self, typ, value, tb, source):
        sys.last_type = typ
        sys.last_traceback = tb
        value = value.with_traceback(tb)
        lines = source.splitlines()
        if (source and typ is SyntaxError and not value.text and value.lineno is not None
                and len(lines) >= value.lineno):
            value.text = lines[value.lineno - 1]
        sys.last_exc = sys.last_value = value
        if sys.excepthook is sys.__excepthook__:
            self._excepthook(typ, value, tb)
        else:
            # What somebody has put there decides, and may go wrong itself.
            try:
                sys.excepthook(typ, value, tb)
            except SystemExit:
                raise
            except BaseException as e:
                e.__context__ = None
                e = e.with_traceback(e.__traceback__.tb_next)
                print('Error in sys.excepthook:', file=sys.stderr)
                sys.__excepthook__(type(e), e, e.__traceback__)
                print(file=sys.stderr)
                print('Original exception was:', file=sys.stderr)
                sys.__excepthook__(typ, value, tb)

    def _excepthook(self, typ, value, tb):
        self.write(''.join(traceback.format_exception(typ, value, tb)))

    def write(self, data):
        """Where errors are written to."""
        sys.stderr.write(data)


class _Leave:
    """exit and quit of a console that must not end the program."""

    def __init__(self, name):
        self.name = name
        self.eof = 'Ctrl-D (i.e. EOF)'

    def __repr__(self):
        return f'Use {self.name} or {self.eof} to exit'

    def __call__(self, code=None):
        raise SystemExit(code)


class InteractiveConsole(InteractiveInterpreter):
    """Asks for lines, and collects them until they are a statement."""

    def __init__(self, locals=None, filename="<console>", *, local_exit=False):
        InteractiveInterpreter.__init__(self, locals)
        self.filename = filename
        self.local_exit = local_exit
        self.resetbuffer()

    def resetbuffer(self):
        """Forget the lines collected so far."""
        self.buffer = []

    def interact(self, banner=None, exitmsg=None):
        """Ask, run, and ask again until the input ends."""
        saved_prompts = {name: getattr(sys, name, None) for name in ('ps1', 'ps2')}
        for name, prompt in (('ps1', ">>> "), ('ps2', "... ")):
            if saved_prompts[name] is None:
                setattr(sys, name, prompt)
        if banner is None:
            self.write("Python %s on %s\n%s\n(%s)\n"
                       % (sys.version, sys.platform,
                          'Type "help", "copyright", "credits" or "license" for more information.',
                          self.__class__.__name__))
        elif banner:
            self.write("%s\n" % str(banner))
        saved_exits = {}
        if self.local_exit:
            for name in ('exit', 'quit'):
                if hasattr(builtins, name):
                    saved_exits[name] = getattr(builtins, name)
                    setattr(builtins, name, _Leave(name))
        try:
            self._ask_on()
        finally:
            for name, value in saved_exits.items():
                setattr(builtins, name, value)
            for name, prompt in saved_prompts.items():
                if prompt is None:
                    delattr(sys, name)
        if exitmsg is None:
            self.write('now exiting %s...\n' % self.__class__.__name__)
        elif exitmsg != '':
            self.write('%s\n' % exitmsg)

    def _ask_on(self):
        more = 0
        while True:
            try:
                try:
                    line = self.raw_input(sys.ps2 if more else sys.ps1)
                except EOFError:
                    self.write("\n")
                    break
                more = self.push(line)
            except KeyboardInterrupt:
                self.write("\nKeyboardInterrupt\n")
                self.resetbuffer()
                more = 0
            except SystemExit as e:
                if not self.local_exit:
                    raise
                self.write("\n")
                break

    def push(self, line, filename=None, _symbol="single"):
        """Add a line; True if more are needed."""
        self.buffer.append(line)
        source = "\n".join(self.buffer)
        if filename is None:
            filename = self.filename
        more = self.runsource(source, filename, symbol=_symbol)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=""):
        """Ask for a line; EOFError at the end."""
        return input(prompt)


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    """An interactive console on the standard streams."""
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    else:
        try:
            import readline
        except ImportError:
            pass
    console.interact(banner, exitmsg)
