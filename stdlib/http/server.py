"""HTTP servers: the protocol up to the request's fields, and files of a folder.

`do_GET` and the like are methods of handlers that derive from
BaseHTTPRequestHandler. Not for the open internet.
"""

import os
import socket
import socketserver
import sys
import time
from http import HTTPStatus
from http._headers import HTTPException, HTTPMessage, LineTooLong, parse_headers

__version__ = "0.6"

__all__ = ["HTTPServer", "ThreadingHTTPServer", "BaseHTTPRequestHandler",
           "SimpleHTTPRequestHandler"]

DEFAULT_ERROR_MESSAGE = """\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
"""

DEFAULT_ERROR_CONTENT_TYPE = "text/html;charset=utf-8"

_WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']


def _escape(text, quote=True):
    for char, entity in (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;')):
        text = text.replace(char, entity)
    if quote:
        text = text.replace('"', '&quot;').replace("'", '&#x27;')
    return text


class HTTPServer(socketserver.TCPServer):
    """A TCP server that knows its name and port."""

    allow_reuse_address = True
    allow_reuse_port = False

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name = socket.getfqdn(host)
        self.server_port = port


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    """The same with a thread for each connection."""

    daemon_threads = True


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Reads requests and calls `do_` and their method; offers what answers need."""

    sys_version = "Python/" + sys.version.split()[0]
    server_version = "BaseHTTP/" + __version__
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    # What requests without a version speak.
    default_request_version = "HTTP/0.9"
    protocol_version = "HTTP/1.0"
    MessageClass = HTTPMessage
    responses = {status: (status.phrase, status.description)
                 for status in HTTPStatus.__members__.values()}
    weekdayname = _WEEKDAYS
    monthname = [None] + _MONTHS

    def parse_request(self):
        """Split `raw_requestline` and read the fields; False if an error was sent.

        Sets `command`, `path`, `request_version`, `headers`, `close_connection`.
        """
        self.command = None
        self.request_version = version = self.default_request_version
        self.close_connection = True
        self.requestline = str(self.raw_requestline, 'iso-8859-1').rstrip('\r\n')
        words = self.requestline.split()
        if not words:
            return False
        if len(words) >= 3:
            version = words[-1]
            if not self._accept_version(version):
                return False
        if not 2 <= len(words) <= 3:
            self.send_error(HTTPStatus.BAD_REQUEST,
                            "Bad request syntax (%r)" % self.requestline)
            return False
        command, path = words[:2]
        if len(words) == 2 and command != 'GET':
            self.send_error(HTTPStatus.BAD_REQUEST,
                            "Bad HTTP/0.9 request type (%r)" % command)
            return False
        # Several slashes at the start would name another host to browsers.
        if path.startswith('//'):
            path = '/' + path.lstrip('/')
        self.command, self.path = command, path
        return self._read_fields()

    def _accept_version(self, version):
        number = version.partition('/')[2].split('.')
        if not version.startswith('HTTP/') or len(number) != 2 or \
                not all(part.isdigit() and len(part) <= 10 for part in number):
            self.send_error(HTTPStatus.BAD_REQUEST, "Bad request version (%r)" % version)
            return False
        number = tuple(map(int, number))
        if number >= (1, 1) and self.protocol_version >= "HTTP/1.1":
            self.close_connection = False
        if number >= (2, 0):
            self.send_error(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
                            "Invalid HTTP version (%s)" % version.partition('/')[2])
            return False
        self.request_version = version
        return True

    def _read_fields(self):
        try:
            self.headers = parse_headers(self.rfile, _class=self.MessageClass)
        except LineTooLong as error:
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Line too long",
                            str(error))
            return False
        except HTTPException as error:
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Too many headers",
                            str(error))
            return False
        connection = self.headers.get('Connection', "").lower()
        if connection == 'close':
            self.close_connection = True
        elif connection == 'keep-alive' and self.protocol_version >= "HTTP/1.1":
            self.close_connection = False
        modern = self.protocol_version >= "HTTP/1.1" and self.request_version >= "HTTP/1.1"
        if self.headers.get('Expect', "").lower() == "100-continue" and modern:
            return self.handle_expect_100()
        return True

    def handle_expect_100(self):
        """Tell the client to go on; a handler may refuse with an error and False."""
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        return True

    def handle_one_request(self):
        """Read a request and answer it."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if len(self.raw_requestline) > 65536:
                self.requestline = self.request_version = self.command = ''
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, 'do_' + self.command, None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED,
                                "Unsupported method (%r)" % self.command)
                return
            method()
            self.wfile.flush()
        except TimeoutError as e:
            self.log_error("Request timed out: %r", e)
            self.close_connection = True

    def handle(self):
        """Answer requests until the connection is to be closed."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def send_error(self, code, message=None, explain=None):
        """Send and log an error, with a page that says so if there may be one."""
        short, long = self.responses.get(code, ('???', '???'))
        if message is None:
            message = short
        if explain is None:
            explain = long
        self.log_error("code %d, message %s", code, message)
        self.send_response(code, message)
        self.send_header('Connection', 'close')
        body = None
        if code >= 200 and code not in (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT,
                                        HTTPStatus.NOT_MODIFIED):
            # What the client sent must not become part of the page.
            content = self.error_message_format % {
                'code': code,
                'message': _escape(message, quote=False),
                'explain': _escape(explain, quote=False)}
            body = content.encode('UTF-8', 'replace')
            self.send_header("Content-Type", self.error_content_type)
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD' and body:
            self.wfile.write(body)

    def send_response(self, code, message=None):
        """Log the request; begin an answer with the fields that all have."""
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header('Server', self.version_string())
        self.send_header('Date', self.date_time_string())

    def send_response_only(self, code, message=None):
        """Begin an answer with its status line."""
        if self.request_version == 'HTTP/0.9':
            return
        if message is None:
            message = self.responses[code][0] if code in self.responses else ''
        self._buffer().append(("%s %d %s\r\n" % (self.protocol_version, code, message))
                              .encode('latin-1', 'strict'))

    def _buffer(self):
        if not hasattr(self, '_headers_buffer'):
            self._headers_buffer = []
        return self._headers_buffer

    def send_header(self, keyword, value):
        """Add a field to the answer."""
        if self.request_version != 'HTTP/0.9':
            self._buffer().append(("%s: %s\r\n" % (keyword, value))
                                  .encode('latin-1', 'strict'))
        if keyword.lower() == 'connection':
            if value.lower() == 'close':
                self.close_connection = True
            elif value.lower() == 'keep-alive':
                self.close_connection = False

    def end_headers(self):
        """Add the empty line that ends the fields, and send them."""
        if self.request_version != 'HTTP/0.9':
            self._buffer().append(b"\r\n")
            self.flush_headers()

    def flush_headers(self):
        """Send what is there of the fields."""
        if hasattr(self, '_headers_buffer'):
            self.wfile.write(b"".join(self._headers_buffer))
            self._headers_buffer = []

    def log_request(self, code='-', size='-'):
        """Log an accepted request."""
        if isinstance(code, HTTPStatus):
            code = code.value
        self.log_message('"%s" %s %s', self.requestline, str(code), str(size))

    def log_error(self, format, *args):
        """Log an error."""
        self.log_message(format, *args)

    # Control characters could deceive who reads the log in a terminal.
    _control_char_table = {code: rf'\x{code:02x}' for code in [*range(0x20), *range(0x7f, 0xa0)]}
    _control_char_table[ord('\\')] = r'\\'

    def log_message(self, format, *args):
        """Write a line with client and time to stderr."""
        message = (format % args).translate(self._control_char_table)
        sys.stderr.write(f"{self.address_string()} - - [{self.log_date_time_string()}] {message}\n")

    def version_string(self):
        """What the answer's field Server says."""
        return self.server_version + ' ' + self.sys_version

    def date_time_string(self, timestamp=None):
        """A time as fields have it, now by default."""
        moment = time.gmtime(time.time() if timestamp is None else timestamp)
        return (f'{_WEEKDAYS[moment.tm_wday]}, {moment.tm_mday:02d} {_MONTHS[moment.tm_mon - 1]} '
                f'{moment.tm_year:04d} {moment.tm_hour:02d}:{moment.tm_min:02d}:{moment.tm_sec:02d} GMT')

    def log_date_time_string(self):
        """Now, as the log has it."""
        now = time.localtime()
        return (f'{now.tm_mday:02d}/{_MONTHS[now.tm_mon - 1]}/{now.tm_year:04d} '
                f'{now.tm_hour:02d}:{now.tm_min:02d}:{now.tm_sec:02d}')

    def address_string(self):
        """The client, as the log has it."""
        return self.client_address[0]


def _timestamp(text):
    """Seconds of a time as date_time_string() writes it; None for others."""
    try:
        _, day, month, year, clock, zone = text.split()
        hour, minute, second = map(int, clock.split(':'))
        if zone not in ('GMT', 'UTC'):
            return None
        from datetime import datetime, timezone
        moment = datetime(int(year), _MONTHS.index(month) + 1, int(day), hour, minute, second,
                          tzinfo=timezone.utc)
        return moment.timestamp()
    except (ValueError, OverflowError):
        return None


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Serves the files below a folder, the current one by default, to GET and HEAD."""

    server_version = "SimpleHTTP/" + __version__
    index_pages = ("index.html", "index.htm")
    extensions_map = _encodings_map_default = {
        '.gz': 'application/gzip',
        '.Z': 'application/octet-stream',
        '.bz2': 'application/x-bzip2',
        '.xz': 'application/x-xz',
    }

    def __init__(self, *args, directory=None, **kwargs):
        self.directory = os.fspath(os.getcwd() if directory is None else directory)
        super().__init__(*args, **kwargs)

    def do_GET(self):
        """Send a file."""
        f = self.send_head()
        if f:
            try:
                self.copyfile(f, self.wfile)
            finally:
                f.close()

    def do_HEAD(self):
        """Send what is known of a file."""
        f = self.send_head()
        if f:
            f.close()

    def send_head(self):
        """Send status and fields; the open file if there is one to be sent."""
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            path = self._index_of(path)
            if path is None:
                return None
            if not isinstance(path, str):
                return path     # a listing
        if path.endswith("/"):
            self.send_error(HTTPStatus.NOT_FOUND, "File not found")
            return None
        try:
            f = open(path, 'rb')
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, "File not found")
            return None
        try:
            fs = os.fstat(f.fileno())
            since = self.headers.get("If-Modified-Since")
            known = _timestamp(since) if since and "If-None-Match" not in self.headers else None
            if known is not None and int(fs.st_mtime) <= known:
                self.send_response(HTTPStatus.NOT_MODIFIED)
                self.end_headers()
                f.close()
                return None
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-type", self.guess_type(path))
            self.send_header("Content-Length", str(fs.st_size))
            self.send_header("Last-Modified", self.date_time_string(fs.st_mtime))
            self.end_headers()
            return f
        except:
            f.close()
            raise

    def _index_of(self, path):
        """A folder's own page, or a listing; None if the client is sent elsewhere."""
        from urllib.parse import urlsplit, urlunsplit
        parts = urlsplit(self.path)
        if not parts.path.endswith(('/', '%2f', '%2F')):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", urlunsplit((*parts[:2], parts[2] + '/', *parts[3:])))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        for index in self.index_pages:
            index = os.path.join(path, index)
            if os.path.isfile(index):
                return index
        return self.list_directory(path)

    def list_directory(self, path):
        """Send a page with a folder's content; None if it cannot be read."""
        import io
        from urllib.parse import quote, unquote
        try:
            names = sorted(os.listdir(path), key=str.lower)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, "No permission to list directory")
            return None
        shown = self.path.split('#', 1)[0].split('?', 1)[0]
        shown = _escape(unquote(shown, errors='surrogatepass'), quote=False)
        enc = sys.getfilesystemencoding()
        title = f'Directory listing for {shown}'
        lines = ['<!DOCTYPE HTML>', '<html lang="en">', '<head>', f'<meta charset="{enc}">',
                 f'<title>{title}</title>\n</head>', f'<body>\n<h1>{title}</h1>', '<hr>\n<ul>']
        for name in names:
            full = os.path.join(path, name)
            display = link = name
            if os.path.isdir(full):
                display = link = name + '/'
            if os.path.islink(full):
                display = name + '@'
            link = quote(link, errors='surrogatepass')
            lines.append(f'<li><a href="{link}">{_escape(display, quote=False)}</a></li>')
        lines.append('</ul>\n<hr>\n</body>\n</html>\n')
        encoded = '\n'.join(lines).encode(enc, 'surrogateescape')
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-type", f"text/html; charset={enc}")
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        return io.BytesIO(encoded)

    def translate_path(self, path):
        """The file that a request's path names: always one below the folder."""
        from urllib.parse import unquote
        path = path.split('#', 1)[0].split('?', 1)[0]
        trailing = path.rstrip().endswith('/')
        path = unquote(path, errors='surrogatepass')
        kept = []
        for part in path.split('/'):
            if part == '..':
                if kept:
                    kept.pop()
            elif part not in ('', '.'):
                kept.append(part)
        # Parts that hold a separator, or name a drive, are ignored.
        kept = [part for part in kept if not os.path.dirname(part)]
        return os.path.join(self.directory, *kept) + ('/' if trailing else '')

    def copyfile(self, source, outputfile):
        """Send all of a file."""
        import shutil
        shutil.copyfileobj(source, outputfile)

    def guess_type(self, path):
        """The type of a file by its name."""
        _, ext = os.path.splitext(path)
        for known in (ext, ext.lower()):
            if known in self.extensions_map:
                return self.extensions_map[known]
        import mimetypes
        guess, _ = mimetypes.guess_type(path)
        return guess or 'application/octet-stream'
