"""What servers, applications and middleware need of WSGI."""

import posixpath

__all__ = ['FileWrapper', 'guess_scheme', 'application_uri', 'request_uri',
           'shift_path_info', 'setup_testing_defaults', 'is_hop_by_hop']


class FileWrapper:
    """Iterates over a file in blocks."""

    def __init__(self, filelike, blksize=8192):
        self.filelike = filelike
        self.blksize = blksize
        if hasattr(filelike, 'close'):
            self.close = filelike.close

    def __iter__(self):
        return self

    def __next__(self):
        data = self.filelike.read(self.blksize)
        if data:
            return data
        raise StopIteration


def guess_scheme(environ):
    """'http' or 'https', by what the environment says."""
    return 'https' if environ.get("HTTPS") in ('yes', 'on', '1') else 'http'


def application_uri(environ):
    """The address of the application, without what comes after it."""
    from urllib.parse import quote
    scheme = environ['wsgi.url_scheme']
    if environ.get('HTTP_HOST'):
        host = environ['HTTP_HOST']
    else:
        host = environ['SERVER_NAME']
        if environ['SERVER_PORT'] != ('443' if scheme == 'https' else '80'):
            host += ':' + environ['SERVER_PORT']
    return f'{scheme}://{host}' + quote(environ.get('SCRIPT_NAME') or '/', encoding='latin1')


def request_uri(environ, include_query=True):
    """The address of the request."""
    from urllib.parse import quote
    url = application_uri(environ)
    path = quote(environ.get('PATH_INFO', ''), safe='/;=,', encoding='latin1')
    url += path if environ.get('SCRIPT_NAME') else path[1:]
    if include_query and environ.get('QUERY_STRING'):
        url += '?' + environ['QUERY_STRING']
    return url


def shift_path_info(environ):
    """Move a name from PATH_INFO to SCRIPT_NAME: that name, None if there is none."""
    path_info = environ.get('PATH_INFO', '')
    if not path_info:
        return None
    parts = path_info.split('/')
    parts[1:-1] = [part for part in parts[1:-1] if part and part != '.']
    name = parts[1]
    del parts[1]
    script_name = posixpath.normpath(environ.get('SCRIPT_NAME', '') + '/' + name)
    if script_name.endswith('/'):
        script_name = script_name[:-1]
    if not name and not script_name.endswith('/'):
        script_name += '/'
    environ['SCRIPT_NAME'] = script_name
    environ['PATH_INFO'] = '/'.join(parts)
    # A dot names the place itself: nothing is left to say so with.
    return None if name == '.' else name


def setup_testing_defaults(environ):
    """Fill an environment with plausible values, for tests."""
    from io import BytesIO, StringIO
    environ.setdefault('SERVER_NAME', '127.0.0.1')
    environ.setdefault('SERVER_PROTOCOL', 'HTTP/1.0')
    environ.setdefault('HTTP_HOST', environ['SERVER_NAME'])
    environ.setdefault('REQUEST_METHOD', 'GET')
    if 'SCRIPT_NAME' not in environ and 'PATH_INFO' not in environ:
        environ.setdefault('SCRIPT_NAME', '')
        environ.setdefault('PATH_INFO', '/')
    environ.setdefault('wsgi.version', (1, 0))
    for flag in ('run_once', 'multithread', 'multiprocess'):
        environ.setdefault('wsgi.' + flag, 0)
    environ.setdefault('wsgi.input', BytesIO())
    environ.setdefault('wsgi.errors', StringIO())
    environ.setdefault('wsgi.url_scheme', guess_scheme(environ))
    port = {'http': '80', 'https': '443'}.get(environ['wsgi.url_scheme'])
    if port:
        environ.setdefault('SERVER_PORT', port)


_hoppish = {'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te',
            'trailers', 'transfer-encoding', 'upgrade'}.__contains__


def is_hop_by_hop(header_name):
    """Whether a field concerns one connection only, not the message."""
    return _hoppish(header_name.lower())
