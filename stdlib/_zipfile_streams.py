"""Members of ZIP archives as files."""

import io
import struct

from _zipfile_records import (ZIP64_LIMIT, ZIP_DEFLATED, ZIP_STORED, BadZipFile,
                              _get_compressor, _get_decompressor, crc32)


class _SharedFile:
    """A view of the archive's file with a position of its own."""

    def __init__(self, file, pos, close, lock, writing):
        self._file = file
        self._pos = pos
        self._close = close
        self._lock = lock
        self._writing = writing
        self.seekable = file.seekable

    def tell(self):
        return self._pos

    def _check(self):
        if self._writing():
            raise ValueError("Can't read from the ZIP file while there is an open writing handle "
                             "on it. Close the writing handle before trying to read.")

    def seek(self, offset, whence=0):
        with self._lock:
            self._check()
            if whence == 1:
                self._file.seek(self._pos + offset)
            else:
                self._file.seek(offset, whence)
            self._pos = self._file.tell()
            return self._pos

    def read(self, n=-1):
        with self._lock:
            self._check()
            self._file.seek(self._pos)
            data = self._file.read(n)
            self._pos = self._file.tell()
            return data

    def close(self):
        if self._file is not None:
            file = self._file
            self._file = None
            self._close(file)


class _Tellable:
    """A stream that cannot tell where it is: this counts for it."""

    def __init__(self, fp):
        self.fp = fp
        self.offset = 0

    def write(self, data):
        n = self.fp.write(data)
        self.offset += n
        return n

    def tell(self):
        return self.offset

    def flush(self):
        self.fp.flush()

    def close(self):
        self.fp.close()


class ZipExtFile(io.BufferedIOBase):
    """A member, open for reading."""

    MAX_N = 1 << 31 - 1
    MIN_READ_SIZE = 4096
    MAX_SEEK_READ = 1 << 24

    def __init__(self, fileobj, mode, zipinfo, pwd=None, close_fileobj=False):
        self._fileobj = fileobj
        self._pwd = pwd
        self._close_fileobj = close_fileobj
        self._compress_type = zipinfo.compress_type
        self._orig_compress_size = zipinfo.compress_size
        self._orig_file_size = zipinfo.file_size
        self._orig_crc = self._expected_crc = getattr(zipinfo, 'CRC', None)
        self.newlines = None
        self.mode = mode
        self.name = zipinfo.filename
        self._seekable = bool(fileobj.seekable())
        self._start = fileobj.tell() if self._seekable else None
        self._restart()

    def _restart(self):
        self._compress_left = self._orig_compress_size
        self._left = self._orig_file_size
        self._decompressor = _get_decompressor(self._compress_type)
        self._eof = False
        self._readbuffer = b''
        self._offset = 0
        self._expected_crc = self._orig_crc
        self._running_crc = crc32(b'')

    def __repr__(self):
        result = ['<%s.%s' % (self.__class__.__module__, self.__class__.__qualname__)]
        if not self.closed:
            result.append(' name=%r' % (self.name,))
        else:
            result.append(' [closed]')
        result.append('>')
        return ''.join(result)

    def readline(self, limit=-1):
        if limit < 0:
            end = self._readbuffer.find(b'\n', self._offset) + 1
            if end > 0:
                line = self._readbuffer[self._offset:end]
                self._offset = end
                return line
        return io.BufferedIOBase.readline(self, limit)

    def peek(self, n=1):
        """Bytes that come next, without passing them."""
        if n > len(self._readbuffer) - self._offset:
            chunk = self.read(n)
            if len(chunk) > self._offset:
                self._readbuffer = chunk + self._readbuffer[self._offset:]
                self._offset = 0
            else:
                self._offset -= len(chunk)
        return self._readbuffer[self._offset:self._offset + 512]

    def readable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        return True

    def read(self, n=-1):
        if self.closed:
            raise ValueError("read from closed file.")
        if n is None or n < 0:
            pieces = [self._readbuffer[self._offset:]]
            self._readbuffer = b''
            self._offset = 0
            while not self._eof:
                pieces.append(self._read1(self.MAX_N))
            return b''.join(pieces)
        pieces = []
        while n > 0:
            piece = self.read1(n)
            if not piece:
                break
            pieces.append(piece)
            n -= len(piece)
        return b''.join(pieces)

    def read1(self, n=-1):
        """Up to n bytes with at most one look at the archive."""
        if n is None or n < 0:
            data = self._readbuffer[self._offset:]
            self._readbuffer = b''
            self._offset = 0
            while not data and not self._eof:
                data = self._read1(self.MAX_N)
            return data
        if self._offset == len(self._readbuffer) and n > 0:
            data = b''
            while not data and not self._eof:
                data = self._read1(n)
            self._readbuffer = data
            self._offset = 0
        data = self._readbuffer[self._offset:self._offset + n]
        self._offset += len(data)
        return data

    def _update_crc(self, newdata):
        if self._expected_crc is None:
            return
        self._running_crc = crc32(newdata, self._running_crc)
        if self._eof and self._running_crc != self._expected_crc:
            raise BadZipFile("Bad CRC-32 for file %r" % self.name)

    def _read1(self, n):
        """Read and decompress some bytes, perhaps none."""
        if self._eof or n <= 0:
            return b''
        if self._compress_type == ZIP_DEFLATED:
            data = self._decompressor.unconsumed_tail
            if n > len(data):
                data += self._read2(n - len(data))
        else:
            data = self._read2(n)
        if self._compress_type == ZIP_STORED:
            self._eof = self._compress_left <= 0
        elif self._compress_type == ZIP_DEFLATED:
            n = max(n, self.MIN_READ_SIZE)
            data = self._decompressor.decompress(data, n)
            self._eof = (self._decompressor.eof or self._compress_left <= 0
                         and not self._decompressor.unconsumed_tail)
            if self._eof:
                data += self._decompressor.flush()
        else:
            data = self._decompressor.decompress(data)
            self._eof = self._decompressor.eof or self._compress_left <= 0
        data = data[:self._left]
        self._left -= len(data)
        if self._left <= 0:
            self._eof = True
        self._update_crc(data)
        return data

    def _read2(self, n):
        if self._compress_left <= 0:
            return b''
        n = min(max(n, self.MIN_READ_SIZE), self._compress_left)
        data = self._fileobj.read(n)
        self._compress_left -= len(data)
        if not data:
            raise EOFError
        return data

    def close(self):
        try:
            if self._close_fileobj:
                self._fileobj.close()
        finally:
            super().close()

    def seekable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        return self._seekable

    def seek(self, offset, whence=io.SEEK_SET):
        if self.closed:
            raise ValueError("seek on closed file.")
        if not self._seekable:
            raise io.UnsupportedOperation("underlying stream is not seekable")
        if whence == io.SEEK_SET:
            position = offset
        elif whence == io.SEEK_CUR:
            position = self.tell() + offset
        elif whence == io.SEEK_END:
            position = self._orig_file_size + offset
        else:
            raise ValueError("whence must be os.SEEK_SET (0), os.SEEK_CUR (1), or os.SEEK_END (2)")
        position = max(0, min(position, self._orig_file_size))
        if position < self.tell():
            self._fileobj.seek(self._start)
            self._restart()
        while self.tell() < position:
            if not self.read(min(self.MAX_SEEK_READ, position - self.tell())):
                break
        return self.tell()

    def tell(self):
        if self.closed:
            raise ValueError("tell on closed file.")
        if not self._seekable:
            raise io.UnsupportedOperation("underlying stream is not seekable")
        return self._orig_file_size - self._left - len(self._readbuffer) + self._offset


class _ZipWriteFile(io.BufferedIOBase):
    """A member, open for writing."""

    def __init__(self, zf, zinfo, zip64):
        self._zinfo = zinfo
        self._zip64 = zip64
        self._zipfile = zf
        self._compressor = _get_compressor(zinfo.compress_type, zinfo.compress_level)
        self._file_size = 0
        self._compress_size = 0
        self._crc = 0

    name = property(lambda self: self._zinfo.filename)
    mode = 'wb'

    @property
    def _fileobj(self):
        return self._zipfile.fp

    def writable(self):
        return True

    def write(self, data):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        nbytes = len(data) if isinstance(data, (bytes, bytearray)) else memoryview(data).nbytes
        self._file_size += nbytes
        self._crc = crc32(data, self._crc)
        if self._compressor:
            data = self._compressor.compress(data)
            self._compress_size += len(data)
        self._fileobj.write(data)
        return nbytes

    def close(self):
        if self.closed:
            return
        try:
            super().close()
            self._finish()
        finally:
            self._zipfile._writing = False

    def _finish(self):
        info, fp = self._zinfo, self._fileobj
        if self._compressor:
            rest = self._compressor.flush()
            self._compress_size += len(rest)
            fp.write(rest)
            info.compress_size = self._compress_size
        else:
            info.compress_size = self._file_size
        info.CRC = self._crc
        info.file_size = self._file_size
        if not self._zip64:
            if self._file_size > ZIP64_LIMIT:
                raise RuntimeError("File size too large, try using force_zip64")
            if self._compress_size > ZIP64_LIMIT:
                raise RuntimeError("Compressed size too large, try using force_zip64")
        if info.flag_bits & 0x08:
            form = '<LLQQ' if self._zip64 else '<LLLL'
            fp.write(struct.pack(form, 0x08074b50, info.CRC, info.compress_size, info.file_size))
            self._zipfile.start_dir = fp.tell()
        else:
            self._zipfile.start_dir = fp.tell()
            fp.seek(info.header_offset)
            fp.write(info.FileHeader(self._zip64))
            fp.seek(self._zipfile.start_dir)
        self._zipfile.filelist.append(info)
        self._zipfile.NameToInfo[info.filename] = info


ZipExtFile.__module__ = 'zipfile'
