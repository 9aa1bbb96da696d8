"""The records of ZIP archives: headers, the central directory, what stands at the end."""

import os
import stat
import struct
import sys
import time
import zlib

try:
    import bz2
except ImportError:
    bz2 = None
try:
    import lzma
except ImportError:
    lzma = None

crc32 = zlib.crc32


class BadZipFile(Exception):
    """The file is no ZIP archive, or a damaged one."""


class LargeZipFile(Exception):
    """The archive would need ZIP64, which was not allowed."""


BadZipFile.__module__ = LargeZipFile.__module__ = 'zipfile'

ZIP64_LIMIT = (1 << 31) - 1
ZIP_FILECOUNT_LIMIT = (1 << 16) - 1
ZIP_MAX_COMMENT = (1 << 16) - 1
ZIP_STORED = 0
ZIP_DEFLATED = 8
ZIP_BZIP2 = 12
ZIP_LZMA = 14
DEFAULT_VERSION = 20
ZIP64_VERSION = 45
BZIP2_VERSION = 46
LZMA_VERSION = 63

structEndArchive = b"<4s4H2LH"
stringEndArchive = b"PK\005\006"
sizeEndCentDir = struct.calcsize(structEndArchive)
structCentralDir = "<4s4B4HL2L5H2L"
stringCentralDir = b"PK\001\002"
sizeCentralDir = struct.calcsize(structCentralDir)
structFileHeader = "<4s2B4HL2L2H"
stringFileHeader = b"PK\003\004"
sizeFileHeader = struct.calcsize(structFileHeader)
structEndArchive64Locator = "<4sLQL"
stringEndArchive64Locator = b"PK\x06\x07"
sizeEndCentDir64Locator = struct.calcsize(structEndArchive64Locator)
structEndArchive64 = "<4sQ2H2L4Q"
stringEndArchive64 = b"PK\x06\x06"
sizeEndCentDir64 = struct.calcsize(structEndArchive64)

__all__ = ["BadZipFile", "LargeZipFile", "ZipInfo", "ZIP64_LIMIT", "ZIP_FILECOUNT_LIMIT",
           "ZIP_MAX_COMMENT", "ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2", "ZIP_LZMA",
           "structFileHeader", "stringFileHeader", "sizeFileHeader"]

_COMPRESSIONS = {ZIP_STORED: 'store', ZIP_DEFLATED: 'deflate', ZIP_BZIP2: 'bzip2', ZIP_LZMA: 'lzma'}


def _check_compression(compression):
    if compression in (ZIP_STORED, ZIP_DEFLATED):
        return
    if compression == ZIP_BZIP2:
        if not bz2:
            raise RuntimeError("Compression requires the (missing) bz2 module")
    elif compression == ZIP_LZMA:
        if not lzma:
            raise RuntimeError("Compression requires the (missing) lzma module")
        raise NotImplementedError("Coil does not write ZIP members compressed by LZMA")
    else:
        raise NotImplementedError("That compression method is not supported")


def _get_compressor(compress_type, compresslevel=None):
    if compress_type == ZIP_DEFLATED:
        return zlib.compressobj(-1 if compresslevel is None else compresslevel, zlib.DEFLATED, -15)
    if compress_type == ZIP_BZIP2:
        return bz2.BZ2Compressor(9 if compresslevel is None else compresslevel)
    return None


def _get_decompressor(compress_type):
    _check_compression(compress_type)
    if compress_type == ZIP_DEFLATED:
        return zlib.decompressobj(-15)
    if compress_type == ZIP_BZIP2:
        return bz2.BZ2Decompressor()
    return None


def sanitize(name):
    """A member's name as a relative path that stays below its folder."""
    name = name.replace('/', os.path.sep)
    if os.path.altsep:
        name = name.replace(os.path.altsep, os.path.sep)
    name = os.path.splitdrive(name)[1]
    parts = ('', os.path.curdir, os.path.pardir)
    return os.path.sep.join(part for part in name.split(os.path.sep) if part not in parts)


class ZipInfo:
    """What an archive says about a member."""

    __slots__ = ('orig_filename', 'filename', 'date_time', 'compress_type', 'compress_level',
                 'comment', 'extra', 'create_system', 'create_version', 'extract_version',
                 'reserved', 'flag_bits', 'volume', 'internal_attr', 'external_attr',
                 'header_offset', 'CRC', 'compress_size', 'file_size', '_raw_time', '_end_offset')

    def __init__(self, filename="NoName", date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        null = filename.find(chr(0))
        if null >= 0:
            filename = filename[:null]
        if os.sep != "/" and os.sep in filename:
            filename = filename.replace(os.sep, "/")
        self.filename = filename
        self.date_time = date_time
        if date_time[0] < 1980:
            raise ValueError('ZIP does not support timestamps before 1980')
        self.compress_type = ZIP_STORED
        self.compress_level = None
        self.comment = b""
        self.extra = b""
        self.create_system = 0 if sys.platform == 'win32' else 3
        self.create_version = DEFAULT_VERSION
        self.extract_version = DEFAULT_VERSION
        self.reserved = self.flag_bits = self.volume = 0
        self.internal_attr = self.external_attr = 0
        self.compress_size = self.file_size = 0
        self._end_offset = None

    _compresslevel = property(lambda self: self.compress_level,
                              lambda self, value: setattr(self, 'compress_level', value))

    def __repr__(self):
        result = ['<%s filename=%r' % (self.__class__.__name__, self.filename)]
        if self.compress_type != ZIP_STORED:
            result.append(' compress_type=%s' % _COMPRESSIONS.get(self.compress_type, self.compress_type))
        high, low = self.external_attr >> 16, self.external_attr & 0xFFFF
        if high:
            result.append(' filemode=%r' % stat.filemode(high))
        if low:
            result.append(' external_attr=%#x' % low)
        if not self.is_dir() or self.file_size:
            result.append(' file_size=%r' % self.file_size)
        if (not self.is_dir() or self.compress_size) and (self.compress_type != ZIP_STORED
                                                          or self.file_size != self.compress_size):
            result.append(' compress_size=%r' % self.compress_size)
        result.append('>')
        return ''.join(result)

    def dos_times(self):
        year, month, day, hour, minute, second = self.date_time[:6]
        return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day

    def FileHeader(self, zip64=None):
        """The local header of the member."""
        dostime, dosdate = self.dos_times()
        if self.flag_bits & 0x08:
            crc = compress_size = file_size = 0
        else:
            crc, compress_size, file_size = self.CRC, self.compress_size, self.file_size
        extra = self.extra
        version = DEFAULT_VERSION
        if zip64 is None:
            zip64 = file_size > ZIP64_LIMIT or compress_size > ZIP64_LIMIT
        if zip64:
            extra += struct.pack('<HHQQ', 1, 16, file_size, compress_size)
            file_size = compress_size = 0xffffffff
            version = ZIP64_VERSION
        self._need_version(version)
        filename, flag_bits = self._encode()
        header = struct.pack(structFileHeader, stringFileHeader, self.extract_version,
                             self.reserved, flag_bits, self.compress_type, dostime, dosdate, crc,
                             compress_size, file_size, len(filename), len(extra))
        return header + filename + extra

    def _need_version(self, version):
        if self.compress_type == ZIP_BZIP2:
            version = max(BZIP2_VERSION, version)
        elif self.compress_type == ZIP_LZMA:
            version = max(LZMA_VERSION, version)
        self.extract_version = max(version, self.extract_version)
        self.create_version = max(version, self.create_version)

    def _encode(self):
        try:
            return self.filename.encode('ascii'), self.flag_bits
        except UnicodeEncodeError:
            return self.filename.encode('utf-8'), self.flag_bits | 0x800

    def decode_extra(self):
        """Take the large sizes from the ZIP64 field."""
        extra = self.extra
        while len(extra) >= 4:
            kind, length = struct.unpack('<HH', extra[:4])
            if length + 4 > len(extra):
                raise BadZipFile("Corrupt extra field %04x (size=%d)" % (kind, length))
            if kind == 1:
                data = extra[4:length + 4]
                for name, marker in (('file_size', 0xFFFFFFFF), ('compress_size', 0xFFFFFFFF),
                                     ('header_offset', 0xFFFFFFFF)):
                    if getattr(self, name) == marker:
                        if len(data) < 8:
                            raise BadZipFile("Corrupt zip64 extra field. "
                                             f"{name.replace('_', ' ').capitalize()} not found.")
                        setattr(self, name, struct.unpack('<Q', data[:8])[0])
                        data = data[8:]
            extra = extra[length + 4:]

    @classmethod
    def from_file(cls, filename, arcname=None, *, strict_timestamps=True):
        """A ZipInfo for a file of the file system."""
        filename = os.fspath(filename)
        st = os.stat(filename)
        isdir = stat.S_ISDIR(st.st_mode)
        date_time = time.localtime(st.st_mtime)[:6]
        if not strict_timestamps and date_time[0] < 1980:
            date_time = (1980, 1, 1, 0, 0, 0)
        elif not strict_timestamps and date_time[0] > 2107:
            date_time = (2107, 12, 31, 23, 59, 59)
        if arcname is None:
            arcname = filename
        arcname = os.path.normpath(os.path.splitdrive(arcname)[1]).lstrip(os.sep)
        if isdir:
            arcname += '/'
        zinfo = cls(arcname, date_time)
        zinfo.external_attr = (st.st_mode & 0xFFFF) << 16
        if isdir:
            zinfo.file_size = 0
            zinfo.external_attr |= 0x10
        else:
            zinfo.file_size = st.st_size
        return zinfo

    def is_dir(self):
        return self.filename.endswith('/')


ZipInfo.__module__ = 'zipfile'


def _EndRecData(fp):
    """(size, offset, comment, place) of the central directory's end record; None if there is none."""
    fp.seek(0, 2)
    filesize = fp.tell()
    window = min(filesize, ZIP_MAX_COMMENT + sizeEndCentDir)
    fp.seek(filesize - window)
    data = fp.read(window)
    at = data.rfind(stringEndArchive)
    # A comment may hold the signature itself: the record's own length must fit.
    while at >= 0:
        record = data[at:at + sizeEndCentDir]
        if len(record) == sizeEndCentDir:
            fields = struct.unpack(structEndArchive, record)
            if at + sizeEndCentDir + fields[7] <= len(data):
                break
        at = data.rfind(stringEndArchive, 0, at)
    if at < 0:
        return None
    comment = data[at + sizeEndCentDir:at + sizeEndCentDir + fields[7]]
    place = filesize - window + at
    size, offset = fields[5], fields[6]
    if place >= sizeEndCentDir64Locator:
        fp.seek(place - sizeEndCentDir64Locator)
        locator = struct.unpack(structEndArchive64Locator, fp.read(sizeEndCentDir64Locator))
        if locator[0] == stringEndArchive64Locator:
            if locator[1] != 0 or locator[3] > 1:
                raise BadZipFile("zipfiles that span multiple disks are not supported")
            fp.seek(place - sizeEndCentDir64Locator - sizeEndCentDir64)
            record = fp.read(sizeEndCentDir64)
            if len(record) == sizeEndCentDir64:
                wide = struct.unpack(structEndArchive64, record)
                if wide[0] == stringEndArchive64:
                    size, offset = wide[8], wide[9]
                    place -= sizeEndCentDir64Locator + sizeEndCentDir64
    return size, offset, comment, place


def _check_zipfile(fp):
    try:
        return _EndRecData(fp) is not None
    except (OSError, BadZipFile, struct.error):
        return False


def read_central_directory(fp, metadata_encoding):
    """Where the directory begins, the archive's comment, and the members."""
    try:
        end = _EndRecData(fp)
    except OSError:
        raise BadZipFile("File is not a zip file")
    if not end:
        raise BadZipFile("File is not a zip file")
    size, offset, comment, place = end
    # Something may stand before the archive: all offsets count from its start.
    concat = place - size - offset
    start = offset + concat
    if start < 0:
        raise BadZipFile("Bad offset for central directory")
    fp.seek(start)
    data = fp.read(size)
    infos = []
    at = 0
    while at < size:
        record = data[at:at + sizeCentralDir]
        if len(record) != sizeCentralDir:
            raise BadZipFile("Truncated central directory")
        fields = struct.unpack(structCentralDir, record)
        if fields[0] != stringCentralDir:
            raise BadZipFile("Bad magic number for central directory")
        at += sizeCentralDir
        name, extra, remark = (data[at:at + fields[12]],
                               data[at + fields[12]:at + fields[12] + fields[13]],
                               data[at + fields[12] + fields[13]:at + sum(fields[12:15])])
        at += sum(fields[12:15])
        infos.append(_member(fields, name, extra, remark, metadata_encoding, concat))
    return start, comment, infos


def _member(fields, name, extra, remark, metadata_encoding, concat):
    encoding = 'utf-8' if fields[5] & 0x800 else metadata_encoding or 'cp437'
    info = ZipInfo(name.decode(encoding))
    info.extra = extra
    info.comment = remark
    (info.create_version, info.create_system, info.extract_version, info.reserved,
     info.flag_bits, info.compress_type, dostime, dosdate, info.CRC, info.compress_size,
     info.file_size) = fields[1:12]
    info.volume, info.internal_attr, info.external_attr, info.header_offset = fields[15:19]
    if info.extract_version > LZMA_VERSION:
        raise NotImplementedError("zip file version %.1f" % (info.extract_version / 10))
    info._raw_time = dostime
    info.date_time = ((dosdate >> 9) + 1980, dosdate >> 5 & 0xF, dosdate & 0x1F,
                      dostime >> 11, dostime >> 5 & 0x3F, (dostime & 0x1F) * 2)
    info.decode_extra()
    info.header_offset += concat
    return info


def central_directory(info):
    """The record of a member in the central directory."""
    dostime, dosdate = info.dos_times()
    wide = []
    file_size, compress_size, header_offset = info.file_size, info.compress_size, info.header_offset
    if file_size > ZIP64_LIMIT or compress_size > ZIP64_LIMIT:
        wide += [file_size, compress_size]
        file_size = compress_size = 0xffffffff
    if header_offset > ZIP64_LIMIT:
        wide.append(header_offset)
        header_offset = 0xffffffff
    extra = info.extra
    if wide:
        extra = struct.pack('<HH' + 'Q' * len(wide), 1, 8 * len(wide), *wide) + extra
        info._need_version(ZIP64_VERSION)
    else:
        info._need_version(DEFAULT_VERSION)
    filename, flag_bits = info._encode()
    record = struct.pack(structCentralDir, stringCentralDir, info.create_version,
                         info.create_system, info.extract_version, info.reserved, flag_bits,
                         info.compress_type, dostime, dosdate, info.CRC, compress_size, file_size,
                         len(filename), len(extra), len(info.comment), 0, info.internal_attr,
                         info.external_attr, header_offset)
    return record + filename + extra + info.comment


def end_of_archive(count, size, offset, place, comment, allow_zip64):
    """What stands after the central directory."""
    data = b''
    if count > ZIP_FILECOUNT_LIMIT or offset > ZIP64_LIMIT or size > ZIP64_LIMIT:
        if not allow_zip64:
            raise LargeZipFile("Archive would require ZIP64 extensions")
        data += struct.pack(structEndArchive64, stringEndArchive64, 44, 45, 45, 0, 0,
                            count, count, size, offset)
        data += struct.pack(structEndArchive64Locator, stringEndArchive64Locator, 0, place, 1)
        count = min(count, 0xFFFF)
        size = min(size, 0xFFFFFFFF)
        offset = min(offset, 0xFFFFFFFF)
    return data + struct.pack(structEndArchive, stringEndArchive, 0, 0, count, count, size, offset,
                              len(comment)) + comment
