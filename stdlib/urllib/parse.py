"""URLs taken apart and put together, and percent encoding.

Every function takes str, or ASCII bytes, and gives what it was given.
"""

import functools
import re
from collections import namedtuple

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode",
           "parse_qs", "parse_qsl", "quote", "quote_plus", "quote_from_bytes", "unquote",
           "unquote_plus", "unquote_to_bytes", "DefragResult", "ParseResult", "SplitResult",
           "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp',
                 'mms', 'prospero', 'rtsp', 'rtsps', 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms', 'https',
               'shttp', 'snews', 'prospero', 'rtsp', 'rtsps', 'rtspu', 'rsync', 'svn', 'svn+ssh',
               'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss', 'itms-services']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtsps',
               'rtspu', 'sip', 'sips', 'mms', 'sftp', 'tel']
scheme_chars = ('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.')

# Control characters and space, which WHATWG strips from the ends; and those it removes anywhere.
_STRIPPED = ''.join(map(chr, range(33)))
_REMOVED = str.maketrans('', '', '\t\r\n')


def clear_cache():
    """Forget what is cached."""
    urlsplit.cache_clear()
    _quoter.cache_clear()


def _coerce_args(*args):
    """The arguments as str, and the function that turns a result back."""
    is_str = isinstance(args[0], str)
    for arg in args[1:]:
        # An empty default goes with either.
        if arg and isinstance(arg, str) != is_str:
            raise TypeError("Cannot mix str and non-str arguments")
    if is_str:
        return args + (lambda result: result,)
    texts = tuple(arg.decode('ascii', 'strict') if arg else '' for arg in args)
    return texts + (_encode_result,)


def _encode_result(result):
    return result.encode('ascii', 'strict')


class _ResultMixinStr(object):
    __slots__ = ()

    def encode(self, encoding='ascii', errors='strict'):
        return self._encoded_counterpart(*(part.encode(encoding, errors) for part in self))


class _ResultMixinBytes(object):
    __slots__ = ()

    def decode(self, encoding='ascii', errors='strict'):
        return self._decoded_counterpart(*(part.decode(encoding, errors) for part in self))


class _NetlocMixin(object):
    __slots__ = ()

    def _partition(self):
        at, colon, opening, closing = ('@', ':', '[', ']') if isinstance(self.netloc, str) \
            else (b'@', b':', b'[', b']')
        userinfo, found_at, hostinfo = self.netloc.rpartition(at)
        username = password = None
        if found_at:
            username, found, password = userinfo.partition(colon)
            if not found:
                password = None
        _, bracketed, rest = hostinfo.partition(opening)
        if bracketed:
            hostname, _, rest = rest.partition(closing)
            _, _, port = rest.partition(colon)
        else:
            hostname, _, port = hostinfo.partition(colon)
        return username, password, hostname, port or None

    @property
    def username(self):
        return self._partition()[0]

    @property
    def password(self):
        return self._partition()[1]

    @property
    def hostname(self):
        hostname = self._partition()[2]
        if not hostname:
            return None
        # The zone of an IPv6 address keeps its case.
        percent = '%' if isinstance(hostname, str) else b'%'
        hostname, found, zone = hostname.partition(percent)
        return hostname.lower() + found + zone

    @property
    def port(self):
        port = self._partition()[3]
        if port is None:
            return None
        text = port if isinstance(port, str) else port.decode('ascii', 'replace')
        if not (text.isdigit() and text.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        if int(text) > 65535:
            raise ValueError("Port out of range 0-65535")
        return int(text)


_DefragBase = namedtuple('_DefragBase', 'url fragment')
_SplitBase = namedtuple('_SplitBase', 'scheme netloc path query fragment')
_ParseBase = namedtuple('_ParseBase', 'scheme netloc path params query fragment')


class DefragResult(_DefragBase, _ResultMixinStr):
    """A URL without its fragment, and the fragment."""
    __slots__ = ()

    def geturl(self):
        return self.url + '#' + self.fragment if self.fragment else self.url


class DefragResultBytes(_DefragBase, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return self.url + b'#' + self.fragment if self.fragment else self.url


class SplitResult(_SplitBase, _NetlocMixin, _ResultMixinStr):
    """A URL in five parts: <scheme>://<netloc>/<path>?<query>#<fragment>."""
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class SplitResultBytes(_SplitBase, _NetlocMixin, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_ParseBase, _NetlocMixin, _ResultMixinStr):
    """A URL in six parts: <scheme>://<netloc>/<path>;<params>?<query>#<fragment>."""
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class ParseResultBytes(_ParseBase, _NetlocMixin, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                      (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart = _bytes
    _bytes._decoded_counterpart = _text
del _text, _bytes


def urlparse(url, scheme='', allow_fragments=True):
    """Take a URL apart into six parts."""
    url, scheme, back = _coerce_args(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in path:
        path, params = _splitparams(path)
    result = ParseResult(scheme, netloc, path, params, query, fragment)
    return result.encode() if back is _encode_result else result


def _splitparams(path):
    head, slash, last = path.rpartition('/')
    last, _, params = last.partition(';')
    return head + slash + last, params


def _check_bracketed_host(host):
    if host.startswith('v'):
        if not re.fullmatch(r"v[a-fA-F0-9]+\..+", host):
            raise ValueError("IPvFuture address is invalid")
        return
    import ipaddress
    if isinstance(ipaddress.ip_address(host), ipaddress.IPv4Address):
        raise ValueError("An IPv4 address cannot be in brackets")


def _check_netloc(netloc):
    if ('[' in netloc) != (']' in netloc):
        raise ValueError("Invalid IPv6 URL")
    if not netloc or netloc.isascii():
        return
    # NFKC may turn a character into one that separates parts.
    import unicodedata
    plain = netloc
    for character in '@:#?':
        plain = plain.replace(character, '')
    normalized = unicodedata.normalize('NFKC', plain)
    if plain != normalized:
        for character in '/?#@:':
            if character in normalized:
                raise ValueError("netloc '" + netloc + "' contains invalid "
                                 "characters under NFKC normalization")


@functools.lru_cache(typed=True)
def urlsplit(url, scheme='', allow_fragments=True):
    """Take a URL apart into five parts."""
    url, scheme, back = _coerce_args(url, scheme)
    url = url.lstrip(_STRIPPED).translate(_REMOVED)
    scheme = scheme.strip(_STRIPPED).translate(_REMOVED)
    allow_fragments = bool(allow_fragments)
    netloc = query = fragment = ''
    head, colon, rest = url.partition(':')
    if colon and head and head[0].isascii() and head[0].isalpha() \
            and all(character in scheme_chars for character in head):
        scheme, url = head.lower(), rest
    if url[:2] == '//':
        end = min((at for at in map(url.find, '/?#', (2, 2, 2)) if at >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        _check_netloc(netloc)
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    result = SplitResult(scheme, netloc, url, query, fragment)
    return result.encode() if back is _encode_result else result


def urlunparse(components):
    """Put six parts together."""
    scheme, netloc, url, params, query, fragment, back = _coerce_args(*components)
    if params:
        url = f"{url};{params}"
    return back(urlunsplit((scheme, netloc, url, query, fragment)))


def urlunsplit(components):
    """Put five parts together."""
    scheme, netloc, url, query, fragment, back = _coerce_args(*components)
    if netloc:
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + netloc + url
    elif url[:2] == '//' or (scheme and scheme in uses_netloc and (not url or url[:1] == '/')):
        # Two slashes at the front of a path would be taken for a netloc.
        url = '//' + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url = url + '?' + query
    if fragment:
        url = url + '#' + fragment
    return back(url)


def _remove_dots(segments):
    resolved = []
    for segment in segments:
        if segment == '..':
            if resolved:
                resolved.pop()
        elif segment != '.':
            resolved.append(segment)
    if segments and segments[-1] in ('.', '..'):
        resolved.append('')
    return resolved


def urljoin(base, url, allow_fragments=True):
    """The URL that a reference means in a document at `base`."""
    if not base:
        return url
    if not url:
        return base
    base, url, back = _coerce_args(base, url)
    base_parts = urlparse(base, '', allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, base_parts.scheme, allow_fragments)
    if scheme != base_parts.scheme or scheme not in uses_relative:
        return back(url)
    if scheme in uses_netloc:
        if netloc:
            return back(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = base_parts.netloc
    if not path and not params:
        path, params = base_parts.path, base_parts.params
        query = query or base_parts.query
        return back(urlunparse((scheme, netloc, path, params, query, fragment)))
    base_segments = base_parts.path.split('/')
    if base_segments[-1] != '':
        # The last segment names the document itself.
        del base_segments[-1]
    if path[:1] == '/':
        segments = path.split('/')
    else:
        segments = base_segments + path.split('/')
        segments[1:-1] = filter(None, segments[1:-1])
    path = '/'.join(_remove_dots(segments)) or '/'
    return back(urlunparse((scheme, netloc, path, params, query, fragment)))


def urldefrag(url):
    """Take the fragment off a URL."""
    url, back = _coerce_args(url)
    fragment = ''
    plain = url
    if '#' in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        plain = urlunparse((scheme, netloc, path, params, query, ''))
    result = DefragResult(plain, fragment)
    return result.encode() if back is _encode_result else result


_HEX_PAIR = re.compile(rb'%([0-9A-Fa-f]{2})')
_ASCII_RUN = re.compile('([\x00-\x7f]+)')


def unquote_to_bytes(string):
    """Replace %xx by the byte."""
    if not string:
        # So that None and other mistakes are noticed.
        string.split
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    return _HEX_PAIR.sub(lambda match: bytes((int(match[1], 16),)), bytes(string))


def unquote(string, encoding='utf-8', errors='replace'):
    """Replace %xx by the character that the bytes encode."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode('utf-8' if encoding is None else encoding,
                                               'replace' if errors is None else errors)
    if '%' not in string:
        string.split
        return string
    encoding = 'utf-8' if encoding is None else encoding
    errors = 'replace' if errors is None else errors
    return _ASCII_RUN.sub(lambda match: unquote_to_bytes(match[1]).decode(encoding, errors), string)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """As unquote(), with plus signs for spaces."""
    return unquote(string.replace('+', ' '), encoding, errors)


_ALWAYS_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')


@functools.lru_cache
def _quoter(safe):
    table = [chr(byte) if byte in _ALWAYS_SAFE or byte in safe else '%{:02X}'.format(byte)
             for byte in range(256)]
    return table.__getitem__


def quote(string, safe='/', encoding=None, errors=None):
    """Replace what is not safe in a URL by %xx."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode('utf-8' if encoding is None else encoding,
                               'strict' if errors is None else errors)
    elif encoding is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes")
    elif errors is not None:
        raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    """As quote(), with plus signs for spaces."""
    space = ' ' if isinstance(string, str) else b' '
    if space not in string:
        return quote(string, safe, encoding, errors)
    return quote(string, safe + (' ' if isinstance(safe, str) else b' '), encoding,
                 errors).replace(' ', '+')


def quote_from_bytes(bs, safe='/'):
    """As quote(), of bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ''
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    else:
        safe = bytes([byte for byte in safe if byte < 128])
    if not bs.rstrip(bytes(_ALWAYS_SAFE) + safe):
        return bs.decode()
    return ''.join(map(_quoter(safe), bs))


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """A mapping or pairs as a query string; with `doseq`, sequences give a pair for each element."""
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError:
            raise TypeError("not a valid non-string sequence or mapping object") from None

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    pairs = []
    for key, value in query:
        values = [value]
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
                values = value
            except TypeError:
                pass
        pairs += [quoted(key) + '=' + quoted(item) for item in values]
    return '&'.join(pairs)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
             max_num_fields=None, separator='&'):
    """A query string as a dict of lists."""
    parsed = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator):
        parsed.setdefault(name, []).append(value)
    return parsed


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
              max_num_fields=None, separator='&'):
    """A query string as a list of pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    is_bytes = isinstance(qs, (bytes, bytearray, memoryview))
    if is_bytes:
        qs = bytes(qs).decode('latin-1')
        separator = separator if isinstance(separator, str) else separator.decode('latin-1')
    elif not isinstance(qs, str):
        if qs:
            raise TypeError(f"a bytes-like object is required, not {type(qs).__name__!r}")
        return []
    elif isinstance(separator, bytes):
        separator = separator.decode('ascii')
    if not qs:
        return []
    if max_num_fields is not None and 1 + qs.count(separator) > max_num_fields:
        raise ValueError('Max number of fields exceeded')

    def unquoted(text):
        text = text.replace('+', ' ')
        if is_bytes:
            return unquote_to_bytes(text.encode('latin-1'))
        return unquote(text, encoding=encoding, errors=errors)

    pairs = []
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        name, equals, value = field.partition('=')
        if not equals and strict_parsing:
            raise ValueError("bad query field: %r" % (field,))
        if value or keep_blank_values:
            pairs.append((unquoted(name), unquoted(value)))
    return pairs
