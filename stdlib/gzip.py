"""Files compressed by gzip."""

import builtins
import io
import os
import struct
import time
import zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16
READ, WRITE = 'rb', 'wb'
_COMPRESS_LEVEL_FAST = 1
_COMPRESS_LEVEL_TRADEOFF = 6
_COMPRESS_LEVEL_BEST = 9
READ_BUFFER_SIZE = 128 * 1024


class BadGzipFile(OSError):
    """The file is not compressed by gzip, or damaged."""


def open(filename, mode="rb", compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None,
         newline=None):
    """A gzip file, by name or open, as binary or text."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError("Invalid mode: %r" % (mode,))
    else:
        for name, value in (('encoding', encoding), ('errors', errors), ('newline', newline)):
            if value is not None:
                raise ValueError(f"Argument '{name}' not supported in binary mode")
    gz_mode = mode.replace("t", "")
    if isinstance(filename, (str, bytes, os.PathLike)):
        binary_file = GzipFile(filename, gz_mode, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        binary_file = GzipFile(None, gz_mode, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    if "t" in mode:
        return io.TextIOWrapper(binary_file, io.text_encoding(encoding), errors, newline)
    return binary_file


class GzipFile(io.BufferedIOBase):
    """A gzip file, for reading or for writing."""

    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None,
                 mtime=None):
        if mode and ('t' in mode or 'U' in mode):
            raise ValueError("Invalid mode: {!r}".format(mode))
        if mode and 'b' not in mode:
            mode += 'b'
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or 'rb')
        if filename is None:
            filename = getattr(fileobj, 'name', '')
            if not isinstance(filename, (str, bytes)):
                filename = ''
        else:
            filename = os.fspath(filename)
        if mode is None:
            mode = getattr(fileobj, 'mode', 'rb')
        self.name = filename
        self.fileobj = fileobj
        self._mtime = mtime
        if mode.startswith('r'):
            self.mode = READ
            self._buffer = io.BufferedReader(_GzipReader(fileobj))
        elif mode.startswith(('w', 'a', 'x')):
            self.mode = WRITE
            self.size = 0
            self.offset = 0
            self.crc = zlib.crc32(b"")
            self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS,
                                             zlib.DEF_MEM_LEVEL, 0)
            self._write_gzip_header(compresslevel)
        else:
            raise ValueError("Invalid mode: {!r}".format(mode))

    @property
    def mtime(self):
        """Last modification time read from stream, or None."""
        return self._buffer.raw._last_mtime if self.mode == READ else self._mtime

    def __repr__(self):
        return '<gzip ' + repr(self.fileobj)[1:-1] + ' ' + hex(id(self)) + '>'

    def _write_gzip_header(self, compresslevel):
        fname = os.path.basename(self.name)
        try:
            if not isinstance(fname, bytes):
                fname = fname.encode('latin-1')
            if fname.endswith(b'.gz'):
                fname = fname[:-3]
        except UnicodeEncodeError:
            fname = b''
        mtime = time.time() if self._mtime is None else self._mtime
        xfl = {_COMPRESS_LEVEL_BEST: 2, _COMPRESS_LEVEL_FAST: 4}.get(compresslevel, 0)
        self.fileobj.write(b'\037\213\010' + bytes([FNAME if fname else 0])
                           + struct.pack('<L', int(mtime)) + bytes([xfl, 255]))
        if fname:
            self.fileobj.write(fname + b'\000')

    def _check_mode(self, mode, doing):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if self.mode != mode:
            import errno
            name = 'read()' if mode == READ else 'write()'
            raise OSError(errno.EBADF, f"{name} on {'write' if mode == READ else 'read'}-only "
                                       "GzipFile object")

    def write(self, data):
        self._check_mode(WRITE, 'write')
        if self.fileobj is None:
            raise ValueError("write() on closed GzipFile object")
        length = len(data) if isinstance(data, (bytes, bytearray)) else memoryview(data).nbytes
        if length:
            self.fileobj.write(self.compress.compress(data))
            self.size += length
            self.crc = zlib.crc32(data, self.crc)
            self.offset += length
        return length

    def read(self, size=-1):
        self._check_mode(READ, 'read')
        return self._buffer.read(size)

    def read1(self, size=-1):
        self._check_mode(READ, 'read')
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def readinto(self, b):
        self._check_mode(READ, 'read')
        return self._buffer.readinto(b)

    def readinto1(self, b):
        self._check_mode(READ, 'read')
        return self._buffer.readinto1(b)

    def peek(self, n):
        self._check_mode(READ, 'read')
        return self._buffer.peek(n)

    def readline(self, size=-1):
        self._check_mode(READ, 'read')
        return self._buffer.readline(size)

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        fileobj = self.fileobj
        if fileobj is None:
            return
        self.fileobj = None
        try:
            if self.mode == WRITE:
                fileobj.write(self.compress.flush())
                fileobj.write(struct.pack('<LL', self.crc, self.size & 0xffffffff))
            else:
                self._buffer.close()
        finally:
            myfileobj = self.myfileobj
            if myfileobj:
                self.myfileobj = None
                myfileobj.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if self.mode == WRITE:
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    def fileno(self):
        return self.fileobj.fileno()

    def rewind(self):
        """Go back to the beginning of the uncompressed data."""
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def tell(self):
        return self.offset if self.mode == WRITE else self._buffer.tell()

    def seek(self, offset, whence=io.SEEK_SET):
        if self.mode == READ:
            self._check_mode(READ, 'read')
            return self._buffer.seek(offset, whence)
        if whence != io.SEEK_SET:
            if whence == io.SEEK_CUR:
                offset = self.offset + offset
            else:
                raise ValueError('Seek from end not supported')
        if offset < self.offset:
            raise OSError('Negative seek in write mode')
        while self.offset < offset:
            self.write(b'\0' * min(offset - self.offset, 1 << 16))
        return self.offset


def _read_exact(fp, n):
    data = fp.read(n)
    while len(data) < n:
        more = fp.read(n - len(data))
        if not more:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        data += more
    return data


def _read_gzip_header(fp):
    """The modification time in a member's header; None at the end of the file."""
    magic = fp.read(2)
    if magic == b'':
        return None
    if magic != b'\037\213':
        raise BadGzipFile('Not a gzipped file (%r)' % magic)
    method, flag, mtime = struct.unpack("<BBIxx", _read_exact(fp, 8))
    if method != 8:
        raise BadGzipFile('Unknown compression method')
    if flag & FEXTRA:
        _read_exact(fp, *struct.unpack("<H", _read_exact(fp, 2)))
    for bit in (FNAME, FCOMMENT):
        if flag & bit:
            while fp.read(1) not in (b'', b'\000'):
                pass
    if flag & FHCRC:
        _read_exact(fp, 2)
    return mtime


class _Pushback:
    """A file to which what was read too much can be given back."""

    def __init__(self, file):
        self.file = file
        self.rest = b''

    def read(self, size):
        if not self.rest:
            return self.file.read(size)
        data, self.rest = self.rest[:size], self.rest[size:]
        return data

    def seek(self, offset):
        self.rest = b''
        self.file.seek(offset)


class _GzipReader(io.RawIOBase):
    """The uncompressed data of all members, one after the other."""

    def __init__(self, fp):
        self._fp = _Pushback(fp)
        self._start = None
        self._begin()
        self._last_mtime = None

    def _begin(self):
        self._decompressor = None
        self._pos = 0
        self._size = -1
        self._eof = False

    def readable(self):
        return True

    def seekable(self):
        return self._fp.file.seekable()

    def tell(self):
        return self._pos

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            offset += self._pos
        elif whence == io.SEEK_END:
            while self.read(io.DEFAULT_BUFFER_SIZE):
                pass
            offset += self._pos
        if offset < self._pos:
            self._fp.seek(0)
            self._begin()
        while self._pos < offset:
            if not self.read(min(io.DEFAULT_BUFFER_SIZE, offset - self._pos)):
                break
        return self._pos

    def readinto(self, b):
        with memoryview(b) as view, view.cast("B") as byte_view:
            data = self.read(len(byte_view))
            byte_view[:len(data)] = data
        return len(data)

    def readall(self):
        chunks = []
        while data := self.read(READ_BUFFER_SIZE):
            chunks.append(data)
        return b"".join(chunks)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size:
            return b""
        while not self._eof:
            if self._decompressor is None:
                mtime = _read_gzip_header(self._fp)
                if mtime is None:
                    self._eof = True
                    break
                self._last_mtime = mtime
                self._decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
                self._crc = zlib.crc32(b"")
                self._stream_size = 0
            pending = self._decompressor.unconsumed_tail or self._fp.read(READ_BUFFER_SIZE)
            data = self._decompressor.decompress(pending, size)
            self._crc = zlib.crc32(data, self._crc)
            self._stream_size += len(data)
            self._pos += len(data)
            if self._decompressor.eof:
                self._fp.rest = self._decompressor.unused_data + self._fp.rest
                self._decompressor = None
                self._read_trailer()
            elif not data and not pending:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            if data:
                return data
        self._size = self._pos
        return b""

    def _read_trailer(self):
        crc32, isize = struct.unpack("<II", _read_exact(self._fp, 8))
        if crc32 != self._crc:
            raise BadGzipFile("CRC check failed %s != %s" % (hex(crc32), hex(self._crc)))
        if isize != (self._stream_size & 0xffffffff):
            raise BadGzipFile("Incorrect length of data produced")
        # Members may be padded with zeros.
        c = b"\0"
        while c == b"\0":
            c = self._fp.read(1)
        if c:
            self._fp.rest = c + self._fp.rest


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=0):
    """The data, compressed in one go."""
    gzip_data = zlib.compress(data, level=compresslevel, wbits=31)
    return b''.join((gzip_data[:4], struct.pack("<L", int(time.time() if mtime is None else mtime)),
                     gzip_data[8:9], b'\xff', gzip_data[10:]))


def decompress(data):
    """The data that compress() was given."""
    return _GzipReader(io.BytesIO(data)).readall()
