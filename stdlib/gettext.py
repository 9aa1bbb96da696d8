"""Translations of messages, in the manner of GNU gettext."""

import os
import sys

__all__ = ['NullTranslations', 'GNUTranslations', 'Catalog',
           'bindtextdomain', 'find', 'translation', 'install',
           'textdomain', 'dgettext', 'dngettext', 'gettext', 'ngettext',
           'pgettext', 'dpgettext', 'npgettext', 'dnpgettext']

_default_localedir = os.path.join(sys.base_prefix, 'share', 'locale')


def c2py(plural):
    """A Python function of a plural rule written in C."""
    import re
    if len(plural) > 1000:
        raise ValueError('plural form expression is too long')
    tokens = re.findall(r'\s*(\d+|n\b|[-+*/%?:()]|[<>=!]=|[<>]|&&|\|\||!|\S+)', plural)
    allowed = re.compile(r'\d+|n|[-+*/%?:()]|[<>=!]=|[<>]|&&|\|\||!')
    for token in tokens:
        if not allowed.fullmatch(token):
            raise ValueError('invalid token in plural form: %s' % token)
    text, rest = _conditional(tokens)
    if rest:
        raise ValueError('unexpected token in plural form: %s' % rest[0])
    namespace = {'_as_int': _as_int}
    exec(f'''def func(n):
    if not isinstance(n, int):
        n = _as_int(n)
    return int({text})
''', namespace)
    return namespace['func']


def _as_int(n):
    try:
        round(n)
    except TypeError:
        raise TypeError('Plural value must be an integer, got %s'
                        % (n.__class__.__name__,)) from None
    import warnings
    warnings.warn('Plural value must be an integer, got %s' % (n.__class__.__name__,),
                  DeprecationWarning, stacklevel=4)
    return n


_LEVELS = (('||',), ('&&',), ('==', '!='), ('<', '>', '<=', '>='),
           ('+', '-'), ('*', '/', '%'))
_PYTHON = {'||': 'or', '&&': 'and', '/': '//'}


def _conditional(tokens):
    test, tokens = _binary(tokens, 0)
    if tokens[:1] != ['?']:
        return test, tokens
    yes, tokens = _conditional(tokens[1:])
    if tokens[:1] != [':']:
        raise ValueError('unexpected end of plural form' if not tokens
                         else 'unexpected token in plural form: %s' % tokens[0])
    no, tokens = _conditional(tokens[1:])
    return f'({yes} if {test} else {no})', tokens


def _binary(tokens, level):
    if level == len(_LEVELS):
        return _unary(tokens)
    left, tokens = _binary(tokens, level + 1)
    while tokens and tokens[0] in _LEVELS[level]:
        op = _PYTHON.get(tokens[0], tokens[0])
        right, tokens = _binary(tokens[1:], level + 1)
        left = f'({left} {op} {right})'
    return left, tokens


def _unary(tokens):
    if not tokens:
        raise ValueError('unexpected end of plural form')
    token, rest = tokens[0], tokens[1:]
    if token == '!':
        operand, rest = _unary(rest)
        return f'(not {operand})', rest
    if token == '(':
        inner, rest = _conditional(rest)
        if rest[:1] != [')']:
            raise ValueError('unbalanced parenthesis in plural form')
        return f'({inner})', rest[1:]
    if token == 'n' or token.isdigit():
        return token, rest
    raise ValueError('unexpected token in plural form: %s' % token)


def _expand_lang(loc):
    import locale
    loc = locale.normalize(loc)
    base, _, modifier = loc.partition('@')
    base, _, codeset = base.partition('.')
    language, _, territory = base.partition('_')
    result = []
    for mask in range(7, -1, -1):
        if (mask & 4 and not territory) or (mask & 2 and not codeset) or \
                (mask & 1 and not modifier):
            continue
        result.append(language + ('_' + territory if mask & 4 else '')
                      + ('.' + codeset if mask & 2 else '')
                      + ('@' + modifier if mask & 1 else ''))
    return result


class NullTranslations:
    """Messages as they are, and the base of catalogues."""

    def __init__(self, fp=None):
        self._info = {}
        self._charset = None
        self._fallback = None
        if fp is not None:
            self._parse(fp)

    def _parse(self, fp):
        pass

    def add_fallback(self, fallback):
        """Ask `fallback` for messages that are not here."""
        if self._fallback:
            self._fallback.add_fallback(fallback)
        else:
            self._fallback = fallback

    def gettext(self, message):
        if self._fallback:
            return self._fallback.gettext(message)
        return message

    def ngettext(self, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context, message):
        if self._fallback:
            return self._fallback.pgettext(context, message)
        return message

    def npgettext(self, context, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.npgettext(context, msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def info(self):
        return self._info

    def charset(self):
        return self._charset

    def install(self, names=None):
        """Make _() a built-in, and the functions in `names`."""
        import builtins
        builtins.__dict__['_'] = self.gettext
        if names is not None:
            for name in {'gettext', 'ngettext', 'npgettext', 'pgettext'} & set(names):
                builtins.__dict__[name] = getattr(self, name)


class GNUTranslations(NullTranslations):
    """A catalogue read from a .mo file."""

    LE_MAGIC = 0x950412de
    BE_MAGIC = 0xde120495
    CONTEXT = "%s\x04%s"
    VERSIONS = (0, 1)

    def _parse(self, fp):
        from struct import unpack
        filename = getattr(fp, 'name', '')
        self._catalog = catalog = {}
        self.plural = lambda n: int(n != 1)
        buf = fp.read()
        if len(buf) < 20:
            raise OSError(0, 'Bad magic number', filename)
        magic = unpack('<I', buf[:4])[0]
        if magic == self.LE_MAGIC:
            order = '<'
        elif magic == self.BE_MAGIC:
            order = '>'
        else:
            raise OSError(0, 'Bad magic number', filename)
        version, count, originals, translations = unpack(order + '4I', buf[4:20])
        if version >> 16 not in self.VERSIONS:
            raise OSError(0, 'Bad version number ' + str(version >> 16), filename)
        for i in range(count):
            mlen, moff = unpack(order + 'II', buf[originals + 8 * i:originals + 8 * i + 8])
            tlen, toff = unpack(order + 'II',
                                buf[translations + 8 * i:translations + 8 * i + 8])
            if moff + mlen >= len(buf) or toff + tlen >= len(buf):
                raise OSError(0, 'File is corrupt', filename)
            msg = buf[moff:moff + mlen]
            tmsg = buf[toff:toff + tlen]
            if mlen == 0:
                self._read_header(tmsg)
            charset = self._charset or 'ascii'
            if b'\x00' in msg:
                msgid1 = str(msg.split(b'\x00')[0], charset)
                for index, text in enumerate(tmsg.split(b'\x00')):
                    catalog[(msgid1, index)] = str(text, charset)
            else:
                catalog[str(msg, charset)] = str(tmsg, charset)

    def _read_header(self, tmsg):
        lastk = None
        for item in tmsg.decode().split('\n'):
            item = item.strip()
            if not item or item.startswith('#-#-#-#-#'):
                continue
            key = value = None
            if ':' in item:
                key, value = item.split(':', 1)
                key = key.strip().lower()
                value = value.strip()
                self._info[key] = value
                lastk = key
            elif lastk:
                self._info[lastk] += '\n' + item
            if key == 'content-type':
                self._charset = value.split('charset=')[1]
            elif key == 'plural-forms':
                plural = value.split(';')[1].split('plural=')[1]
                self.plural = c2py(plural)

    def gettext(self, message):
        missing = object()
        text = self._catalog.get(message, missing)
        if text is missing:
            text = self._catalog.get((message, self.plural(1)), missing)
        if text is not missing:
            return text
        return super().gettext(message)

    def ngettext(self, msgid1, msgid2, n):
        try:
            return self._catalog[(msgid1, self.plural(n))]
        except KeyError:
            return super().ngettext(msgid1, msgid2, n)

    def pgettext(self, context, message):
        missing = object()
        key = self.CONTEXT % (context, message)
        text = self._catalog.get(key, missing)
        if text is missing:
            text = self._catalog.get((key, self.plural(1)), missing)
        if text is not missing:
            return text
        return super().pgettext(context, message)

    def npgettext(self, context, msgid1, msgid2, n):
        try:
            return self._catalog[(self.CONTEXT % (context, msgid1), self.plural(n))]
        except KeyError:
            return super().npgettext(context, msgid1, msgid2, n)


def _languages():
    languages = []
    for variable in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG'):
        value = os.environ.get(variable)
        if value:
            languages = value.split(':')
            break
    if 'C' not in languages:
        languages.append('C')
    return languages


def find(domain, localedir=None, languages=None, all=False):
    """The .mo file of a domain, or a list of all that fit."""
    if localedir is None:
        localedir = _default_localedir
    if languages is None:
        languages = _languages()
    result = []
    tried = set()
    for lang in languages:
        if lang == 'C':
            break
        for name in _expand_lang(lang):
            if name in tried or name == 'C':
                continue
            tried.add(name)
            mofile = os.path.join(localedir, name, 'LC_MESSAGES', '%s.mo' % domain)
            if os.path.exists(mofile):
                if not all:
                    return mofile
                result.append(mofile)
    return result if all else None


_translations = {}


def translation(domain, localedir=None, languages=None, class_=None, fallback=False):
    """The translations of a domain; OSError if there are none, unless `fallback`."""
    if class_ is None:
        class_ = GNUTranslations
    mofiles = find(domain, localedir, languages, all=True)
    if not mofiles:
        if fallback:
            return NullTranslations()
        from errno import ENOENT
        raise FileNotFoundError(ENOENT, 'No translation file found for domain', domain)
    result = None
    for mofile in mofiles:
        key = (class_, os.path.abspath(mofile))
        t = _translations.get(key)
        if t is None:
            with open(mofile, 'rb') as fp:
                t = _translations.setdefault(key, class_(fp))
        import copy
        t = copy.copy(t)        # the fallback belongs to this use alone
        if result is None:
            result = t
        else:
            result.add_fallback(t)
    return result


def install(domain, localedir=None, *, names=None):
    """Make _() a built-in that translates messages of a domain."""
    translation(domain, localedir, fallback=True).install(names)


_localedirs = {}
_current_domain = 'messages'


def textdomain(domain=None):
    """Set, and return, the domain of gettext()."""
    global _current_domain
    if domain is not None:
        _current_domain = domain
    return _current_domain


def bindtextdomain(domain, localedir=None):
    """Set, and return, the folder of a domain."""
    if localedir is not None:
        _localedirs[domain] = localedir
    return _localedirs.get(domain, _default_localedir)


def _catalogue(domain):
    try:
        return translation(domain, _localedirs.get(domain, None))
    except OSError:
        return None


def dgettext(domain, message):
    """Translate a message of a domain."""
    t = _catalogue(domain)
    return message if t is None else t.gettext(message)


def dngettext(domain, msgid1, msgid2, n):
    """Translate a message that depends on a number."""
    t = _catalogue(domain)
    if t is None:
        return msgid1 if n == 1 else msgid2
    return t.ngettext(msgid1, msgid2, n)


def dpgettext(domain, context, message):
    """Translate a message that depends on a context."""
    t = _catalogue(domain)
    return message if t is None else t.pgettext(context, message)


def dnpgettext(domain, context, msgid1, msgid2, n):
    """Translate a message that depends on a context and a number."""
    t = _catalogue(domain)
    if t is None:
        return msgid1 if n == 1 else msgid2
    return t.npgettext(context, msgid1, msgid2, n)


def gettext(message):
    """Translate a message of the current domain."""
    return dgettext(_current_domain, message)


def ngettext(msgid1, msgid2, n):
    """Translate a message that depends on a number."""
    return dngettext(_current_domain, msgid1, msgid2, n)


def pgettext(context, message):
    """Translate a message that depends on a context."""
    return dpgettext(_current_domain, context, message)


def npgettext(context, msgid1, msgid2, n):
    """Translate a message that depends on a context and a number."""
    return dnpgettext(_current_domain, context, msgid1, msgid2, n)


Catalog = translation
