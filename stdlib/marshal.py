"""Values as bytes, in the format that CPython uses for everything but code.

Code objects are in the interpreter's own format.
"""

import _imp

version = 5
_CODE_TYPE = type((lambda: None).__code__)
_MAX_DEPTH = 2000


def _int32(number):
    return (number & 0xFFFFFFFF).to_bytes(4, 'little')


class _Writer:
    """Collects the bytes of one value."""

    def __init__(self, version, allow_code):
        self.out = bytearray()
        self.version = version
        self.allow_code = allow_code
        self.depth = 0

    def write(self, value):
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("object too deeply nested to marshal")
        writer = self._WRITERS.get(type(value))
        if writer is not None:
            writer(self, value)
        elif value is StopIteration:
            self.out += b'S'
        else:
            self._other(value)
        self.depth -= 1

    def _other(self, value):
        try:
            data = bytes(memoryview(value))
        except TypeError:
            raise ValueError("unmarshallable object") from None
        self._bytes(data)

    def _constant(self, value):
        codes = {None: b'N', True: b'T', False: b'F', ...: b'.'}
        self.out += codes[value]

    def _int(self, value):
        if -0x80000000 <= value <= 0x7FFFFFFF:
            self.out += b'i' + _int32(value)
            return
        digits = []
        rest = abs(value)
        while rest:
            digits.append((rest & 0x7FFF).to_bytes(2, 'little'))
            rest >>= 15
        count = -len(digits) if value < 0 else len(digits)
        self.out += b'l' + _int32(count) + b''.join(digits)

    @staticmethod
    def _double(value):
        import struct
        return struct.pack('<d', value)

    def _float(self, value):
        self.out += b'g' + self._double(value)

    def _complex(self, value):
        self.out += b'y' + self._double(value.real) + self._double(value.imag)

    def _str(self, value):
        data = value.encode('utf-8', 'surrogatepass')
        if value.isascii() and self.version >= 4:
            if len(data) < 256:
                self.out += b'z' + bytes((len(data),)) + data
            else:
                self.out += b'a' + _int32(len(data)) + data
        else:
            self.out += b'u' + _int32(len(data)) + data

    def _bytes(self, value):
        self.out += b's' + _int32(len(value)) + value

    def _tuple(self, value):
        if len(value) < 256 and self.version >= 4:
            self.out += b')' + bytes((len(value),))
        else:
            self.out += b'(' + _int32(len(value))
        for item in value:
            self.write(item)

    def _sequence(code):
        def write(self, value):
            self.out += code + _int32(len(value))
            for item in value:
                self.write(item)
        return write

    def _dict(self, value):
        self.out += b'{'
        for key, item in value.items():
            self.write(key)
            self.write(item)
        self.out += b'0'

    def _slice(self, value):
        if self.version < 5:
            raise ValueError("unmarshallable object")
        self.out += b':'
        for item in (value.start, value.stop, value.step):
            self.write(item)

    def _code(self, value):
        if not self.allow_code:
            raise ValueError("marshalling code objects is disallowed")
        data = _imp._dump_code(value)
        self.out += b'c' + _int32(len(data)) + data

    _WRITERS = {
        type(None): _constant, bool: _constant, type(...): _constant, int: _int,
        float: _float, complex: _complex, str: _str, bytes: _bytes, tuple: _tuple,
        list: _sequence(b'['), set: _sequence(b'<'), frozenset: _sequence(b'>'),
        dict: _dict, slice: _slice, _CODE_TYPE: _code}


class _Reader:
    """Takes values from bytes."""

    _END = object()

    def __init__(self, read, allow_code):
        self.read = read
        self.allow_code = allow_code
        self.refs = []
        self.depth = 0

    def take(self, count):
        data = self.read(count) if count else b''
        if len(data) < count:
            raise EOFError("marshal data too short")
        return data

    def size(self):
        count = int.from_bytes(self.take(4), 'little', signed=True)
        if count < 0:
            raise ValueError("bad marshal data (size out of range)")
        return count

    def value(self):
        value = self.any()
        if value is self._END:
            raise TypeError("NULL object in marshal data for object")
        return value

    def any(self):
        code = self.read(1)
        if not code:
            raise EOFError("EOF read where object expected")
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("recursion limit exceeded")
        code = code[0]
        kept = code & 0x80
        kind = chr(code & 0x7F)
        place = len(self.refs)
        if kept:
            self.refs.append(None)
        reader = self._READERS.get(kind)
        if reader is None:
            raise ValueError("bad marshal data (unknown type code)")
        value = reader(self, place if kept else None)
        if kept:
            self.refs[place] = value
        self.depth -= 1
        return value

    def _always(value):
        return lambda self, place: value

    def _short(self, place):
        return int.from_bytes(self.take(4), 'little', signed=True)

    def _int64(self, place):
        return int.from_bytes(self.take(8), 'little', signed=True)

    def _long(self, place):
        count = self._short(None)
        value = 0
        for index in range(abs(count)):
            digit = int.from_bytes(self.take(2), 'little')
            if digit > 0x7FFF:
                raise ValueError("bad marshal data (digit out of range in long)")
            value |= digit << 15 * index
        if count and not value >> 15 * (abs(count) - 1):
            raise ValueError("bad marshal data (unnormalized long data)")
        return -value if count < 0 else value

    def _float(self, place):
        import struct
        return struct.unpack('<d', self.take(8))[0]

    def _complex(self, place):
        return complex(self._float(None), self._float(None))

    def _text_float(self, place):
        return float(self.take(self.take(1)[0]))

    def _str(self, place):
        return self.take(self.size()).decode('utf-8', 'surrogatepass')

    def _ascii(self, place):
        return self.take(self.size()).decode('latin-1')

    def _short_ascii(self, place):
        return self.take(self.take(1)[0]).decode('latin-1')

    def _bytes(self, place):
        return bytes(self.take(self.size()))

    def _small_tuple(self, place):
        return tuple([self.value() for _ in range(self.take(1)[0])])

    def _tuple(self, place):
        return tuple([self.value() for _ in range(self.size())])

    def _list(self, place):
        result = []
        if place is not None:
            self.refs[place] = result
        count = self.size()
        for _ in range(count):
            result.append(self.value())
        return result

    def _set(self, place):
        result = set()
        if place is not None:
            self.refs[place] = result
        for _ in range(self.size()):
            result.add(self.value())
        return result

    def _frozenset(self, place):
        return frozenset([self.value() for _ in range(self.size())])

    def _dict(self, place):
        result = {}
        if place is not None:
            self.refs[place] = result
        while True:
            key = self.any()
            if key is self._END:
                return result
            result[key] = self.value()

    def _slice(self, place):
        return slice(self.value(), self.value(), self.value())

    def _ref(self, place):
        index = self._short(None)
        if not 0 <= index < len(self.refs) or self.refs[index] is None:
            raise ValueError("bad marshal data (invalid reference)")
        return self.refs[index]

    def _code(self, place):
        if not self.allow_code:
            raise ValueError("unmarshalling code objects is disallowed")
        try:
            return _imp._load_code(bytes(self.take(self.size())))
        except ValueError:
            raise ValueError("bad marshal data (code of another version)") from None

    _READERS = {
        'N': _always(None), 'T': _always(True), 'F': _always(False), '.': _always(...),
        'S': _always(StopIteration), '0': _always(_END), 'i': _short, 'I': _int64,
        'l': _long, 'f': _text_float, 'g': _float, 'y': _complex, 'u': _str, 't': _str,
        'a': _ascii, 'A': _ascii, 'z': _short_ascii, 'Z': _short_ascii, 's': _bytes,
        ')': _small_tuple, '(': _tuple, '[': _list, '<': _set, '>': _frozenset,
        '{': _dict, ':': _slice, 'r': _ref, 'c': _code}


def dumps(value, version=version, /, *, allow_code=True):
    """The bytes of a value."""
    writer = _Writer(version, allow_code)
    writer.write(value)
    return bytes(writer.out)


def dump(value, file, version=version, /, *, allow_code=True):
    """Write a value to a binary file."""
    return file.write(dumps(value, version, allow_code=allow_code))


def loads(data, /, *, allow_code=True):
    """The value at the beginning of some bytes."""
    import io
    return _Reader(io.BytesIO(data).read, allow_code).value()


def load(file, /, *, allow_code=True):
    """Read a value from a binary file, and not more."""
    def read(count):
        data = file.read(count)
        if not isinstance(data, bytes):
            raise TypeError(f"file.read() returned not bytes but {type(data).__name__}")
        return data
    return _Reader(read, allow_code).value()
