"""Unpickler: the opcodes of a pickle to objects."""

import sys
from copyreg import _extension_cache, _inverted_registry
from io import BytesIO
from struct import unpack

import _pickle_codes as codes
from _pickle_codes import (HIGHEST_PROTOCOL, UnpicklingError, _Stop, decode_long)

_NO_VALUE = object()


class _Unframer:
    """Reads from the current frame, or from the file outside of frames."""

    def __init__(self, file_read, file_readline, file_tell=None):
        self.file_read = file_read
        self.file_readline = file_readline
        self.current_frame = None

    def readinto(self, buf):
        if self.current_frame:
            n = self.current_frame.readinto(buf)
            if n == 0 and len(buf) != 0:
                self.current_frame = None
                n = len(buf)
                buf[:] = self.file_read(n)
                return n
            if n < len(buf):
                raise UnpicklingError("pickle exhausted before end of frame")
            return n
        n = len(buf)
        buf[:] = self.file_read(n)
        return n

    def read(self, n):
        if self.current_frame:
            data = self.current_frame.read(n)
            if not data and n != 0:
                self.current_frame = None
                return self.file_read(n)
            if len(data) < n:
                raise UnpicklingError("pickle exhausted before end of frame")
            return data
        return self.file_read(n)

    def readline(self):
        if self.current_frame:
            data = self.current_frame.readline()
            if not data:
                self.current_frame = None
                return self.file_readline()
            if data[-1] != 10:
                raise UnpicklingError("pickle exhausted before end of frame")
            return data
        return self.file_readline()

    def load_frame(self, frame_size):
        if self.current_frame and self.current_frame.read() != b'':
            raise UnpicklingError("beginning of a new frame before end of current frame")
        self.current_frame = BytesIO(self.file_read(frame_size))


class Unpickler:
    """Reads the pickles that a file holds."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict",
                 buffers=None):
        self._buffers = iter(buffers) if buffers is not None else None
        self._file_readline = file.readline
        self._file_read = file.read
        self.memo = {}
        self.encoding = encoding
        self.errors = errors
        self.proto = 0
        self.fix_imports = fix_imports

    def load(self):
        """The object of the next pickle."""
        if not hasattr(self, "_file_read"):
            raise UnpicklingError(f"Unpickler.__init__() was not called by "
                                  f"{self.__class__.__name__}.__init__()")
        self._unframer = _Unframer(self._file_read, self._file_readline)
        self.read = self._unframer.read
        self.readinto = self._unframer.readinto
        self.readline = self._unframer.readline
        self.metastack = []
        self.stack = []
        self.append = self.stack.append
        self.proto = 0
        read = self.read
        dispatch = self.dispatch
        try:
            while True:
                key = read(1)
                if not key:
                    raise EOFError
                dispatch[key[0]](self)
        except _Stop as stop:
            return stop.value
        except KeyError:
            if key and key[0] not in dispatch:
                raise UnpicklingError(f"invalid load key, '\\x{key[0]:02x}'."
                                      if not 0x20 < key[0] < 0x7f
                                      else f"invalid load key, '{chr(key[0])}'.") from None
            raise

    def pop_mark(self):
        """What was put on the stack since the last mark."""
        items = self.stack
        if not self.metastack:
            raise UnpicklingError("could not find MARK")
        self.stack = self.metastack.pop()
        self.append = self.stack.append
        return items

    def persistent_load(self, pid):
        raise UnpicklingError("unsupported persistent id encountered")

    dispatch = {}

    # The frame and the protocol.

    def load_proto(self):
        proto = self.read(1)[0]
        if not 0 <= proto <= HIGHEST_PROTOCOL:
            raise ValueError("unsupported pickle protocol: %d" % proto)
        self.proto = proto

    def load_frame(self):
        frame_size, = unpack('<Q', self.read(8))
        if frame_size > sys.maxsize:
            raise ValueError("frame size > sys.maxsize: %d" % frame_size)
        self._unframer.load_frame(frame_size)

    def load_persid(self):
        try:
            pid = self.readline()[:-1].decode("ascii")
        except UnicodeDecodeError:
            raise UnpicklingError("persistent IDs in protocol 0 must be ASCII strings") from None
        self.append(self.persistent_load(pid))

    def load_binpersid(self):
        pid = self.stack.pop()
        self.append(self.persistent_load(pid))

    # Numbers and constants.

    def load_none(self):
        self.append(None)

    def load_newfalse(self):
        self.append(False)

    def load_newtrue(self):
        self.append(True)

    def load_int(self):
        data = self.readline()
        if data == codes.FALSE[1:]:
            self.append(False)
        elif data == codes.TRUE[1:]:
            self.append(True)
        else:
            self.append(int(data, 0))

    def load_binint(self):
        self.append(unpack('<i', self.read(4))[0])

    def load_binint1(self):
        self.append(self.read(1)[0])

    def load_binint2(self):
        self.append(unpack('<H', self.read(2))[0])

    def load_long(self):
        text = self.readline()[:-1]
        if text and text[-1] == 76:     # L
            text = text[:-1]
        self.append(int(text, 0))

    def load_long1(self):
        self.append(decode_long(self.read(self.read(1)[0])))

    def load_long4(self):
        n, = unpack('<i', self.read(4))
        if n < 0:
            raise UnpicklingError("LONG pickle has negative byte count")
        self.append(decode_long(self.read(n)))

    def load_float(self):
        self.append(float(self.readline()[:-1]))

    def load_binfloat(self):
        self.append(unpack('>d', self.read(8))[0])

    # Text and bytes.

    def _decode_string(self, value):
        if self.encoding == "bytes":
            return value
        return value.decode(self.encoding, self.errors)

    def load_string(self):
        import _codecs
        data = self.readline()[:-1]
        if len(data) < 2 or data[0] != data[-1] or data[0] not in b'"\'':
            raise UnpicklingError("the STRING opcode argument must be quoted")
        self.append(self._decode_string(_codecs.escape_decode(data[1:-1])[0]))

    def load_binstring(self):
        n, = unpack('<i', self.read(4))
        if n < 0:
            raise UnpicklingError("BINSTRING pickle has negative byte count")
        self.append(self._decode_string(self.read(n)))

    def load_short_binstring(self):
        self.append(self._decode_string(self.read(self.read(1)[0])))

    def load_unicode(self):
        self.append(str(self.readline()[:-1], 'raw-unicode-escape'))

    def _read_sized(self, form, size, what):
        n, = unpack(form, self.read(size))
        if n > sys.maxsize:
            raise UnpicklingError(f"{what} exceeds system's maximum size of {sys.maxsize} bytes")
        return self.read(n)

    def load_binbytes(self):
        self.append(self._read_sized('<I', 4, "BINBYTES"))

    def load_binunicode(self):
        self.append(str(self._read_sized('<I', 4, "BINUNICODE"), 'utf-8', 'surrogatepass'))

    def load_binunicode8(self):
        self.append(str(self._read_sized('<Q', 8, "BINUNICODE8"), 'utf-8', 'surrogatepass'))

    def load_binbytes8(self):
        self.append(self._read_sized('<Q', 8, "BINBYTES8"))

    def load_bytearray8(self):
        n, = unpack('<Q', self.read(8))
        if n > sys.maxsize:
            raise UnpicklingError(f"BYTEARRAY8 exceeds system's maximum size of "
                                  f"{sys.maxsize} bytes")
        data = bytearray(n)
        self.readinto(data)
        self.append(data)

    def load_next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError("pickle stream refers to out-of-band data "
                                  "but no *buffers* argument was given")
        try:
            buffer = next(self._buffers)
        except StopIteration:
            raise UnpicklingError("not enough out-of-band buffers")
        self.append(buffer)

    def load_readonly_buffer(self):
        buffer = self.stack[-1]
        with memoryview(buffer) as view:
            if not view.readonly:
                self.stack[-1] = view.toreadonly()

    def load_short_binbytes(self):
        self.append(bytes(self.read(self.read(1)[0])))

    def load_short_binunicode(self):
        self.append(str(self.read(self.read(1)[0]), 'utf-8', 'surrogatepass'))

    # Containers.

    def load_tuple(self):
        items = self.pop_mark()
        self.append(tuple(items))

    def load_empty_tuple(self):
        self.append(())

    def load_tuple1(self):
        self.stack[-1] = (self.stack[-1],)

    def load_tuple2(self):
        self.stack[-2:] = [(self.stack[-2], self.stack[-1])]

    def load_tuple3(self):
        self.stack[-3:] = [(self.stack[-3], self.stack[-2], self.stack[-1])]

    def load_empty_list(self):
        self.append([])

    def load_empty_dictionary(self):
        self.append({})

    def load_empty_set(self):
        self.append(set())

    def load_frozenset(self):
        items = self.pop_mark()
        self.append(frozenset(items))

    def load_list(self):
        items = self.pop_mark()
        self.append(items)

    def load_dict(self):
        items = self.pop_mark()
        self.append({items[i]: items[i + 1] for i in range(0, len(items), 2)})

    def load_append(self):
        value = self.stack.pop()
        self._add(self.stack[-1], (value,))

    def load_appends(self):
        items = self.pop_mark()
        self._add(self.stack[-1], items)

    def _add(self, target, items):
        extend = getattr(target, 'extend', None)
        if extend is not None and len(items) != 1:
            return extend(items)
        # extend() is no part of what objects must have to be read.
        append = target.append
        for item in items:
            append(item)

    def load_setitem(self):
        value = self.stack.pop()
        key = self.stack.pop()
        self.stack[-1][key] = value

    def load_setitems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        for i in range(0, len(items), 2):
            target[items[i]] = items[i + 1]

    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if isinstance(target, set):
            target.update(items)
        else:
            for item in items:
                target.add(item)

    # Objects.

    def _instantiate(self, cls, args):
        if args or not isinstance(cls, type) or hasattr(cls, "__getinitargs__"):
            try:
                value = cls(*args)
            except TypeError as err:
                raise TypeError(f"in constructor for {cls.__name__}: {err}", err.__traceback__)
        else:
            value = cls.__new__(cls)
        self.append(value)

    def load_inst(self):
        module = self.readline()[:-1].decode("ascii")
        name = self.readline()[:-1].decode("ascii")
        cls = self.find_class(module, name)
        self._instantiate(cls, self.pop_mark())

    def load_obj(self):
        args = self.pop_mark()
        cls = args.pop(0)
        self._instantiate(cls, args)

    def load_newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args))

    def load_newobj_ex(self):
        kwargs = self.stack.pop()
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args, **kwargs))

    def load_global(self):
        module = self.readline()[:-1].decode("utf-8")
        name = self.readline()[:-1].decode("utf-8")
        self.append(self.find_class(module, name))

    def load_stack_global(self):
        name = self.stack.pop()
        module = self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self.append(self.find_class(module, name))

    def load_ext1(self):
        self.get_extension(self.read(1)[0])

    def load_ext2(self):
        self.get_extension(unpack('<H', self.read(2))[0])

    def load_ext4(self):
        self.get_extension(unpack('<i', self.read(4))[0])

    def get_extension(self, code):
        obj = _extension_cache.get(code, _NO_VALUE)
        if obj is not _NO_VALUE:
            self.append(obj)
            return
        key = _inverted_registry.get(code)
        if not key:
            if code <= 0:
                raise UnpicklingError("EXT specifies code <= 0")
            raise ValueError("unregistered extension code %d" % code)
        obj = self.find_class(*key)
        _extension_cache[code] = obj
        self.append(obj)

    def find_class(self, module, name):
        """The object with a name in a module, which is imported."""
        sys.audit('pickle.find_class', module, name)
        if self.proto < 3 and self.fix_imports:
            import _compat_pickle
            if (module, name) in _compat_pickle.NAME_MAPPING:
                module, name = _compat_pickle.NAME_MAPPING[module, name]
            elif module in _compat_pickle.IMPORT_MAPPING:
                module = _compat_pickle.IMPORT_MAPPING[module]
        __import__(module, level=0)
        found = sys.modules[module]
        if self.proto < 4 or '.' not in name:
            return getattr(found, name)
        for part in name.split('.'):
            if part == "<locals>":
                raise AttributeError(f"Can't get local attribute {name!r} on {sys.modules[module]!r}")
            try:
                found = getattr(found, part)
            except AttributeError:
                raise AttributeError(f"Can't resolve path {name!r} on module "
                                     f"{sys.modules[module]!r}") from None
        return found

    def load_reduce(self):
        args = self.stack.pop()
        func = self.stack[-1]
        self.stack[-1] = func(*args)

    def load_build(self):
        state = self.stack.pop()
        inst = self.stack[-1]
        setstate = getattr(inst, "__setstate__", _NO_VALUE)
        if setstate is not _NO_VALUE:
            setstate(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            attributes = inst.__dict__
            intern = sys.intern
            for key, value in state.items():
                attributes[intern(key) if type(key) is str else key] = value
        if slots:
            for key, value in slots.items():
                setattr(inst, key, value)

    # The stack and the memo.

    def load_pop(self):
        if self.stack:
            del self.stack[-1]
        else:
            self.pop_mark()

    def load_pop_mark(self):
        self.pop_mark()

    def load_dup(self):
        self.append(self.stack[-1])

    def _get(self, index):
        try:
            self.append(self.memo[index])
        except KeyError:
            raise UnpicklingError(f'Memo value not found at index {index}') from None

    def load_get(self):
        self._get(int(self.readline()[:-1]))

    def load_binget(self):
        self._get(self.read(1)[0])

    def load_long_binget(self):
        self._get(unpack('<I', self.read(4))[0])

    def load_put(self):
        index = int(self.readline()[:-1])
        if index < 0:
            raise ValueError("negative PUT argument")
        self.memo[index] = self.stack[-1]

    def load_binput(self):
        self.memo[self.read(1)[0]] = self.stack[-1]

    def load_long_binput(self):
        index, = unpack('<I', self.read(4))
        if index > sys.maxsize:
            raise ValueError("negative LONG_BINPUT argument")
        self.memo[index] = self.stack[-1]

    def load_memoize(self):
        self.memo[len(self.memo)] = self.stack[-1]

    def load_mark(self):
        self.metastack.append(self.stack)
        self.stack = []
        self.append = self.stack.append

    def load_stop(self):
        raise _Stop(self.stack.pop())


_METHODS = {'EMPTY_DICT': 'load_empty_dictionary', 'TRUE': None, 'FALSE': None}
for _name in codes.__all__:
    _method = _METHODS.get(_name, 'load_' + _name.lower())
    if _method:
        Unpickler.dispatch[getattr(codes, _name)[0]] = getattr(Unpickler, _method)

Unpickler.__module__ = "pickle"
