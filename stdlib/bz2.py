"""Files compressed by bzip2."""

import builtins
import io
import os

from _bz2 import BZ2Compressor, BZ2Decompressor

__all__ = ["BZ2File", "BZ2Compressor", "BZ2Decompressor", "open", "compress", "decompress"]


class BZ2File(io.BufferedIOBase):
    """A bzip2 file, for reading or for writing."""

    def __init__(self, filename, mode="r", *, compresslevel=9):
        self._fp = None
        self._closefp = False
        self._compressor = self._buffer = None
        if not 1 <= compresslevel <= 9:
            raise ValueError("compresslevel must be between 1 and 9")
        if mode in ("", "r", "rb"):
            mode = "rb"
        elif mode in ("w", "wb", "x", "xb", "a", "ab"):
            mode = mode[0] + "b"
            self._compressor = BZ2Compressor(compresslevel)
        else:
            raise ValueError("Invalid mode: %r" % (mode,))
        if isinstance(filename, (str, bytes, os.PathLike)):
            self._fp = builtins.open(filename, mode)
            self._closefp = True
        elif hasattr(filename, "read") or hasattr(filename, "write"):
            self._fp = filename
        else:
            raise TypeError("filename must be a str, bytes, file or PathLike object")
        self._mode = mode
        self._pos = 0
        if self._compressor is None:
            self._buffer = io.BufferedReader(_Reader(self._fp))

    name = property(lambda self: self._fp.name)
    mode = property(lambda self: 'wb' if self._compressor else 'rb')

    @property
    def closed(self):
        """True if this file is closed."""
        return self._fp is None

    def close(self):
        if self.closed:
            return
        try:
            if self._compressor:
                self._fp.write(self._compressor.flush())
                self._compressor = None
            else:
                self._buffer.close()
        finally:
            fp, self._fp = self._fp, None
            if self._closefp:
                fp.close()

    def _check(self, writing=False):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if writing and self._buffer is not None:
            raise io.UnsupportedOperation("File not open for writing")
        if not writing and self._buffer is None:
            raise io.UnsupportedOperation("File not open for reading")

    def fileno(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._fp.fileno()

    def seekable(self):
        return self.readable() and self._buffer.seekable()

    def readable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._buffer is not None

    def writable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._buffer is None

    def peek(self, n=0):
        """Bytes that come next, without passing them."""
        self._check()
        return self._buffer.peek(n)

    def read(self, size=-1):
        self._check()
        return self._buffer.read(size)

    def read1(self, size=-1):
        self._check()
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def readinto(self, b):
        self._check()
        return self._buffer.readinto(b)

    def readline(self, size=-1):
        self._check()
        return self._buffer.readline(size)

    def write(self, data):
        self._check(writing=True)
        length = len(data) if isinstance(data, (bytes, bytearray)) else memoryview(data).nbytes
        self._fp.write(self._compressor.compress(data))
        self._pos += length
        return length

    def seek(self, offset, whence=io.SEEK_SET):
        self._check()
        return self._buffer.seek(offset, whence)

    def tell(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._pos if self._buffer is None else self._buffer.tell()


class _Reader(io.RawIOBase):
    """The uncompressed data of all streams of a file, one after the other."""

    def __init__(self, fp):
        self._fp = fp
        self._start()

    def _start(self):
        self._pos = 0
        self._decompressor = BZ2Decompressor()
        self._began = False

    def readable(self):
        return True

    def seekable(self):
        return self._fp.seekable()

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
            self._start()
        while self._pos < offset and self.read(min(io.DEFAULT_BUFFER_SIZE, offset - self._pos)):
            pass
        return self._pos

    def readinto(self, b):
        with memoryview(b) as view, view.cast("B") as byte_view:
            data = self.read(len(byte_view))
            byte_view[:len(data)] = data
        return len(data)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size or self._decompressor is None:
            return b""
        while True:
            if self._decompressor.eof:
                rest = self._decompressor.unused_data or self._fp.read(io.DEFAULT_BUFFER_SIZE)
                if not rest:
                    self._decompressor = None
                    return b""
                self._decompressor = BZ2Decompressor()
                try:
                    data = self._decompressor.decompress(rest, size)
                except OSError:
                    self._decompressor = None
                    return b""      # what follows a stream and is none is ignored
            elif self._decompressor.needs_input:
                rest = self._fp.read(io.DEFAULT_BUFFER_SIZE)
                if not rest:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                data = self._decompressor.decompress(rest, size)
            else:
                data = self._decompressor.decompress(b"", size)
            if data:
                self._pos += len(data)
                return data

    def readall(self):
        chunks = []
        while data := self.read(1 << 20):
            chunks.append(data)
        return b"".join(chunks)


def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None):
    """A bzip2 file, by name or open, as binary or text."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError("Invalid mode: %r" % (mode,))
    else:
        for name, value in (('encoding', encoding), ('errors', errors), ('newline', newline)):
            if value is not None:
                raise ValueError(f"Argument '{name}' not supported in binary mode")
    binary_file = BZ2File(filename, mode.replace("t", ""), compresslevel=compresslevel)
    if "t" in mode:
        return io.TextIOWrapper(binary_file, io.text_encoding(encoding), errors, newline)
    return binary_file


def compress(data, compresslevel=9):
    """The data, compressed in one go."""
    comp = BZ2Compressor(compresslevel)
    return comp.compress(data) + comp.flush()


def decompress(data):
    """The data of one or more streams."""
    results = []
    while data:
        decomp = BZ2Decompressor()
        try:
            result = decomp.decompress(data)
        except OSError:
            if results:
                break       # what follows a stream and is none is ignored
            raise
        results.append(result)
        if not decomp.eof:
            raise ValueError("Compressed data ended before the end-of-stream marker was reached")
        data = decomp.unused_data
    return b"".join(results)
