"""Pickler: objects to the opcodes of a pickle."""

import sys
from copyreg import (_extension_cache, _extension_registry, _inverted_registry, dispatch_table)
from functools import partial
from io import BytesIO
from itertools import batched
from struct import pack
from types import FunctionType

from _pickle_codes import *
from _pickle_codes import (DEFAULT_PROTOCOL, HIGHEST_PROTOCOL, PicklingError,
                           _tuplesize2code, encode_long)

try:
    from _pickle import PickleBuffer
except ImportError:
    PickleBuffer = None


class _Framer:
    """Groups opcodes into frames, which readers can take in at once."""

    _FRAME_SIZE_MIN = 4
    _FRAME_SIZE_TARGET = 64 * 1024

    def __init__(self, file_write):
        self.file_write = file_write
        self.current_frame = None

    def start_framing(self):
        self.current_frame = BytesIO()

    def end_framing(self):
        if self.current_frame and self.current_frame.tell() > 0:
            self.commit_frame(force=True)
            self.current_frame = None

    def commit_frame(self, force=False):
        frame = self.current_frame
        if frame and (force or frame.tell() >= self._FRAME_SIZE_TARGET):
            data = frame.getvalue()
            if len(data) >= self._FRAME_SIZE_MIN:
                self.file_write(FRAME + pack("<Q", len(data)))
            self.file_write(data)
            self.current_frame = BytesIO()

    def write(self, data):
        if self.current_frame:
            return self.current_frame.write(data)
        return self.file_write(data)

    def write_large_bytes(self, header, payload):
        """Write what is too large to be copied into a frame."""
        if self.current_frame:
            self.commit_frame(force=True)
        self.file_write(header)
        self.file_write(payload)


def _getattribute(obj, dotted_path):
    for name in dotted_path:
        if name == "<locals>":
            raise AttributeError(f"Can't get local attribute {'.'.join(dotted_path)!r} on {obj!r}")
        obj = getattr(obj, name)
    return obj


def whichmodule(obj, name):
    """The name of the module that an object belongs to."""
    module_name = getattr(obj, '__module__', None)
    if module_name is not None:
        return module_name
    path = name.split('.')
    # Importing may change sys.modules meanwhile.
    for module_name, module in sys.modules.copy().items():
        if module_name in ('__main__', '__mp_main__') or module is None:
            continue
        try:
            if _getattribute(module, path) is obj:
                return module_name
        except AttributeError:
            pass
    return '__main__'


class Pickler:
    """Writes pickles of objects to a file."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        if protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif not 0 <= protocol <= HIGHEST_PROTOCOL:
            raise ValueError("pickle protocol must be <= %d" % HIGHEST_PROTOCOL)
        if buffer_callback is not None and protocol < 5:
            raise ValueError("buffer_callback needs protocol >= 5")
        self._buffer_callback = buffer_callback
        try:
            self._file_write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute") from None
        self.framer = _Framer(self._file_write)
        self.write = self.framer.write
        self._write_large_bytes = self.framer.write_large_bytes
        self.memo = {}
        self.proto = int(protocol)
        self.bin = protocol >= 1
        self.fast = 0
        self.fix_imports = fix_imports and protocol < 3

    def clear_memo(self):
        """Forget which objects were written."""
        self.memo.clear()

    def dump(self, obj):
        """Write the pickle of an object."""
        if not hasattr(self, "_file_write"):
            raise PicklingError(f"Pickler.__init__() was not called by "
                                f"{self.__class__.__name__}.__init__()")
        if self.proto >= 2:
            self.write(PROTO + pack("<B", self.proto))
        if self.proto >= 4:
            self.framer.start_framing()
        self.save(obj)
        self.write(STOP)
        self.framer.end_framing()

    def memoize(self, obj):
        """Remember an object, so that the next mention refers to it."""
        if self.fast:
            return
        assert id(obj) not in self.memo
        index = len(self.memo)
        self.write(self.put(index))
        self.memo[id(obj)] = index, obj

    def put(self, index):
        if self.proto >= 4:
            return MEMOIZE
        if not self.bin:
            return PUT + repr(index).encode("ascii") + b'\n'
        if index < 256:
            return BINPUT + pack("<B", index)
        return LONG_BINPUT + pack("<I", index)

    def get(self, index):
        if not self.bin:
            return GET + repr(index).encode("ascii") + b'\n'
        if index < 256:
            return BINGET + pack("<B", index)
        return LONG_BINGET + pack("<I", index)

    def persistent_id(self, obj):
        return None

    def save(self, obj, save_persistent_id=True):
        """Write one object."""
        self.framer.commit_frame()
        if save_persistent_id:
            pid = self.persistent_id(obj)
            if pid is not None:
                return self.save_pers(pid)
        known = self.memo.get(id(obj))
        if known is not None:
            return self.write(self.get(known[0]))
        cls = type(obj)
        reduced = getattr(self, "reducer_override", _no_override)(obj)
        if reduced is NotImplemented:
            save = self.dispatch.get(cls)
            if save is not None:
                return save(self, obj)
            reduced = self._reduced(obj, cls)
            if reduced is None:
                return self.save_global(obj)
        if isinstance(reduced, str):
            return self.save_global(obj, reduced)
        try:
            if not isinstance(reduced, tuple):
                raise PicklingError(f'__reduce__ must return a string or tuple, '
                                    f'not {_name(type(reduced))}')
            if not 2 <= len(reduced) <= 6:
                raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
            self.save_reduce(*reduced, obj=obj)
        except BaseException as exc:
            exc.add_note(f'when serializing {_name(cls)} object')
            raise

    def _reduced(self, obj, cls):
        """What an object says about itself; None for a class."""
        table = getattr(self, 'dispatch_table', dispatch_table)
        reduce = table.get(cls)
        if reduce is not None:
            return reduce(obj)
        if issubclass(cls, type):
            return None
        reduce = getattr(obj, "__reduce_ex__", None)
        if reduce is not None:
            return reduce(self.proto)
        reduce = getattr(obj, "__reduce__", None)
        if reduce is None:
            raise PicklingError(f"Can't pickle {cls!r} object: {obj!r}")
        return reduce()

    def save_pers(self, pid):
        if self.bin:
            self.save(pid, save_persistent_id=False)
            self.write(BINPERSID)
            return
        try:
            self.write(PERSID + str(pid).encode("ascii") + b'\n')
        except UnicodeEncodeError:
            raise PicklingError("persistent IDs in protocol 0 must be ASCII strings") from None

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None,
                    state_setter=None, *, obj=None):
        if not callable(func):
            raise PicklingError(f"first item of the tuple returned by __reduce__ "
                                f"must be callable, not {_name(type(func))}")
        if not isinstance(args, tuple):
            raise PicklingError(f"second item of the tuple returned by __reduce__ "
                                f"must be a tuple, not {_name(type(args))}")
        func_name = getattr(func, "__name__", "")
        if self.proto >= 2 and func_name == "__newobj_ex__":
            self._save_newobj_ex(func, args, obj)
        elif self.proto >= 2 and func_name == "__newobj__":
            self._save_newobj(func, args, obj)
        else:
            with _noting('when serializing {} reconstructor', obj):
                self.save(func)
            with _noting('when serializing {} reconstructor arguments', obj):
                self.save(args)
            self.write(REDUCE)
        if obj is not None:
            # The arguments may have led back to the object itself.
            if id(obj) in self.memo:
                self.write(POP + self.get(self.memo[id(obj)][0]))
            else:
                self.memoize(obj)
        if listitems is not None:
            self._batch_appends(listitems, obj)
        if dictitems is not None:
            self._batch_setitems(dictitems, obj)
        if state is not None:
            with _noting('when serializing {} state', obj):
                self._save_state(obj, state, state_setter)

    def _save_state(self, obj, state, state_setter):
        if state_setter is None:
            self.save(state)
            self.write(BUILD)
            return
        self.save(state_setter)
        self.save(obj)
        self.save(state)
        self.write(TUPLE2 + REDUCE + POP)

    def _save_newobj_ex(self, func, args, obj):
        if len(args) != 3:
            raise PicklingError(f"__newobj_ex__ expected 3 arguments, got {len(args)}")
        cls, args, kwargs = args
        if not hasattr(cls, "__new__"):
            raise PicklingError("first argument to __newobj_ex__() has no __new__")
        if obj is not None and cls is not obj.__class__:
            raise PicklingError(f"first argument to __newobj_ex__() must be "
                                f"{obj.__class__!r}, not {cls!r}")
        if not isinstance(args, tuple):
            raise PicklingError(f"second argument to __newobj_ex__() must be a tuple, "
                                f"not {_name(type(args))}")
        if not isinstance(kwargs, dict):
            raise PicklingError(f"third argument to __newobj_ex__() must be a dict, "
                                f"not {_name(type(kwargs))}")
        if self.proto >= 4:
            with _noting('when serializing {} class', obj):
                self.save(cls)
            with _noting('when serializing {} __new__ arguments', obj):
                self.save(args)
                self.save(kwargs)
            self.write(NEWOBJ_EX)
        else:
            func = partial(cls.__new__, cls, *args, **kwargs)
            with _noting('when serializing {} reconstructor', obj):
                self.save(func)
            self.save(())
            self.write(REDUCE)

    def _save_newobj(self, func, args, obj):
        if not args:
            raise PicklingError("__newobj__ expected at least 1 argument, got 0")
        cls, *args = args
        if not hasattr(cls, "__new__"):
            raise PicklingError("first argument to __newobj__() has no __new__")
        if obj is not None and cls is not obj.__class__:
            raise PicklingError(f"first argument to __newobj__() must be "
                                f"{obj.__class__!r}, not {cls!r}")
        with _noting('when serializing {} class', obj):
            self.save(cls)
        with _noting('when serializing {} __new__ arguments', obj):
            self.save(tuple(args))
        self.write(NEWOBJ)

    # Savers of built-in types, by class.
    dispatch = {}

    def save_none(self, obj):
        self.write(NONE)
    dispatch[type(None)] = save_none

    def save_bool(self, obj):
        if self.proto >= 2:
            self.write(NEWTRUE if obj else NEWFALSE)
        else:
            self.write(TRUE if obj else FALSE)
    dispatch[bool] = save_bool

    def save_long(self, obj):
        if self.bin:
            if 0 <= obj <= 0xffff:
                if obj <= 0xff:
                    return self.write(BININT1 + pack("<B", obj))
                return self.write(BININT2 + pack("<H", obj))
            if -0x80000000 <= obj <= 0x7fffffff:
                return self.write(BININT + pack("<i", obj))
        if self.proto >= 2:
            encoded = encode_long(obj)
            if len(encoded) < 256:
                self.write(LONG1 + pack("<B", len(encoded)) + encoded)
            else:
                self.write(LONG4 + pack("<i", len(encoded)) + encoded)
        elif -0x80000000 <= obj <= 0x7fffffff:
            self.write(INT + repr(obj).encode("ascii") + b'\n')
        else:
            self.write(LONG + repr(obj).encode("ascii") + b'L\n')
    dispatch[int] = save_long

    def save_float(self, obj):
        if self.bin:
            self.write(BINFLOAT + pack('>d', obj))
        else:
            self.write(FLOAT + repr(obj).encode("ascii") + b'\n')
    dispatch[float] = save_float

    def _save_sized(self, data, short, normal, large, in_frame=True):
        """Write bytes under the opcode for their length; `short` may be None."""
        size = len(data)
        if short and size <= 0xff:
            self.write(short + pack("<B", size) + data)
            return
        if size > 0xffffffff and self.proto >= 4:
            header = large + pack("<Q", size)
        elif normal:
            header = normal + pack("<I", size)
        else:
            header = large + pack("<Q", size)
        if size >= self.framer._FRAME_SIZE_TARGET:
            self._write_large_bytes(header, data)
        else:
            self.write(header + data)

    def save_bytes(self, obj):
        if self.proto < 3:
            import codecs
            if not obj:
                self.save_reduce(bytes, (), obj=obj)
            else:
                self.save_reduce(codecs.encode, (str(obj, 'latin1'), 'latin1'), obj=obj)
            return
        self._save_sized(obj, SHORT_BINBYTES, BINBYTES, BINBYTES8)
        self.memoize(obj)
    dispatch[bytes] = save_bytes

    def save_bytearray(self, obj):
        if self.proto < 5:
            if not obj:
                self.save_reduce(bytearray, (), obj=obj)
            else:
                self.save_reduce(bytearray, (bytes(obj),), obj=obj)
            return
        self._save_bytearray_no_memo(obj)
        self.memoize(obj)
    dispatch[bytearray] = save_bytearray

    def _save_bytearray_no_memo(self, obj):
        self._save_sized(obj, None, None, BYTEARRAY8)

    def _save_bytes_no_memo(self, obj):
        self._save_sized(obj, SHORT_BINBYTES, BINBYTES, BINBYTES8)

    if PickleBuffer is not None:
        def save_picklebuffer(self, obj):
            if self.proto < 5:
                raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")
            with obj.raw() as view:
                if not view.contiguous:
                    raise PicklingError("PickleBuffer can not be pickled when "
                                        "pointing to a non-contiguous buffer")
                in_band = True
                if self._buffer_callback is not None:
                    in_band = bool(self._buffer_callback(obj))
                if in_band:
                    data = view.tobytes()
                    known = self.memo.get(id(data))
                    if known is not None:
                        self.write(self.get(known[0]))
                    elif view.readonly:
                        self._save_bytes_no_memo(data)
                    else:
                        self._save_bytearray_no_memo(bytearray(data))
                else:
                    self.write(NEXT_BUFFER)
                    if view.readonly:
                        self.write(READONLY_BUFFER)
        dispatch[PickleBuffer] = save_picklebuffer

    def save_str(self, obj):
        if self.bin:
            encoded = obj.encode('utf-8', 'surrogatepass')
            short = SHORT_BINUNICODE if self.proto >= 4 else None
            self._save_sized(encoded, short, BINUNICODE, BINUNICODE8)
        else:
            escaped = obj.replace("\\", "\\u005c").replace("\0", "\\u0000")
            escaped = escaped.replace("\n", "\\u000a").replace("\r", "\\u000d")
            escaped = escaped.replace("\x1a", "\\u001a")
            self.write(UNICODE + escaped.encode('raw-unicode-escape') + b'\n')
        self.memoize(obj)
    dispatch[str] = save_str

    def save_tuple(self, obj):
        if not obj:
            self.write(EMPTY_TUPLE if self.bin else MARK + TUPLE)
            return
        n = len(obj)
        memo = self.memo
        small = n <= 3 and self.proto >= 2
        if not small:
            self.write(MARK)
        for i, element in enumerate(obj):
            try:
                self.save(element)
            except BaseException as exc:
                _note(exc, obj, f'item {i}')
                raise
        if id(obj) in memo:
            # An element led back to this tuple: it is in the memo by now.
            get = self.get(memo[id(obj)][0])
            if small:
                self.write(POP * n + get)
            elif self.bin:
                self.write(POP_MARK + get)
            else:
                self.write(POP * (n + 1) + get)
            return
        self.write(_tuplesize2code[n] if small else TUPLE)
        self.memoize(obj)
    dispatch[tuple] = save_tuple

    def save_list(self, obj):
        self.write(EMPTY_LIST if self.bin else MARK + LIST)
        self.memoize(obj)
        self._batch_appends(obj, obj)
    dispatch[list] = save_list

    _BATCHSIZE = 1000

    def _batch_appends(self, items, obj):
        if not self.bin:
            for i, x in enumerate(items):
                try:
                    self.save(x)
                except BaseException as exc:
                    _note(exc, obj, f'item {i}')
                    raise
                self.write(APPEND)
            return
        start = 0
        for batch in batched(items, self._BATCHSIZE):
            if len(batch) != 1:
                self.write(MARK)
            for i, x in enumerate(batch, start):
                try:
                    self.save(x)
                except BaseException as exc:
                    _note(exc, obj, f'item {i}')
                    raise
            self.write(APPEND if len(batch) == 1 else APPENDS)
            start += len(batch)

    def save_dict(self, obj):
        self.write(EMPTY_DICT if self.bin else MARK + DICT)
        self.memoize(obj)
        self._batch_setitems(obj.items(), obj)
    dispatch[dict] = save_dict

    def _batch_setitems(self, items, obj):
        if not self.bin:
            for k, v in items:
                self.save(k)
                try:
                    self.save(v)
                except BaseException as exc:
                    _note(exc, obj, f'item {k!r}')
                    raise
                self.write(SETITEM)
            return
        for batch in batched(items, self._BATCHSIZE):
            if len(batch) != 1:
                self.write(MARK)
            for k, v in batch:
                self.save(k)
                try:
                    self.save(v)
                except BaseException as exc:
                    _note(exc, obj, f'item {k!r}')
                    raise
            self.write(SETITEM if len(batch) == 1 else SETITEMS)

    def save_set(self, obj):
        if self.proto < 4:
            self.save_reduce(set, (list(obj),), obj=obj)
            return
        self.write(EMPTY_SET)
        self.memoize(obj)
        for batch in batched(obj, self._BATCHSIZE):
            self.write(MARK)
            with _noting('when serializing {} element', obj):
                for item in batch:
                    self.save(item)
            self.write(ADDITEMS)
    dispatch[set] = save_set

    def save_frozenset(self, obj):
        if self.proto < 4:
            self.save_reduce(frozenset, (list(obj),), obj=obj)
            return
        self.write(MARK)
        with _noting('when serializing {} element', obj):
            for item in obj:
                self.save(item)
        if id(obj) in self.memo:
            self.write(POP_MARK + self.get(self.memo[id(obj)][0]))
            return
        self.write(FROZENSET)
        self.memoize(obj)
    dispatch[frozenset] = save_frozenset

    def _import_global(self, obj, name, module_name):
        """Check that the name leads to the object; gives the path to its owner too."""
        path = name.split('.')
        try:
            __import__(module_name, level=0)
            module = sys.modules[module_name]
        except (ImportError, ValueError, KeyError) as exc:
            raise PicklingError(f"Can't pickle {obj!r}: {exc!s}")
        try:
            if '<locals>' in path:
                raise AttributeError
            found = _getattribute(module, path)
        except AttributeError:
            if '<locals>' in path:
                raise PicklingError(f"Can't pickle local object {obj!r}") from None
            raise PicklingError(f"Can't pickle {obj!r}: it's not found as "
                                f"{module_name}.{name}")
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as "
                                f"{module_name}.{name}")
        return path, module

    def save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, '__qualname__', None)
            if name is None:
                name = obj.__name__
        module_name = whichmodule(obj, name)
        path, module = self._import_global(obj, name, module_name)
        if self.proto >= 2 and self._save_extension(module_name, name):
            return
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self.write(STACK_GLOBAL)
        elif len(path) > 1:
            self.save(getattr)
            parent = _getattribute(module, path[:-1])
            self.save(parent)
            self.save(path[-1])
            self.write(TUPLE2 if self.proto >= 2 else TUPLE)
            self.write(REDUCE)
        else:
            self._save_toplevel_by_name(module_name, name)
        self.memoize(obj)

    def _save_extension(self, module_name, name):
        code = _extension_registry.get((module_name, name))
        if code is None:
            return False
        if code <= 0xff:
            data = EXT1 + pack("<B", code)
        elif code <= 0xffff:
            data = EXT2 + pack("<H", code)
        else:
            data = EXT4 + pack("<i", code)
        self.write(data)
        return True

    def _save_toplevel_by_name(self, module_name, name):
        if self.fix_imports:
            import _compat_pickle
            if (module_name, name) in _compat_pickle.REVERSE_NAME_MAPPING:
                module_name, name = _compat_pickle.REVERSE_NAME_MAPPING[module_name, name]
            elif module_name in _compat_pickle.REVERSE_IMPORT_MAPPING:
                module_name = _compat_pickle.REVERSE_IMPORT_MAPPING[module_name]
        encoding = 'utf-8' if self.proto >= 3 else 'ascii'
        try:
            self.write(GLOBAL + module_name.encode(encoding) + b'\n'
                       + name.encode(encoding) + b'\n')
        except UnicodeEncodeError:
            raise PicklingError(f"can't pickle global identifier {module_name + '.' + name!r} "
                                f"using pickle protocol {self.proto}")

    def save_type(self, obj):
        for value in (None, NotImplemented, ...):
            if obj is type(value):
                return self.save_reduce(type, (value,), obj=obj)
        return self.save_global(obj)
    dispatch[FunctionType] = save_global
    dispatch[type] = save_type


def _no_override(obj):
    return NotImplemented


def _name(cls):
    if cls.__module__ == 'builtins':
        return cls.__qualname__
    return f'{cls.__module__}.{cls.__qualname__}'


def _note(exc, obj, part):
    exc.add_note(f'when serializing {_name(type(obj))} {part}')


class _noting:
    """Adds to an exception which part of which object was being written."""

    __slots__ = 'note', 'obj'

    def __init__(self, note, obj):
        self.note = note
        self.obj = obj

    def __enter__(self):
        pass

    def __exit__(self, kind, exc, traceback):
        if exc is not None:
            exc.add_note(self.note.replace('{}', _name(type(self.obj)), 1))


Pickler.__module__ = "pickle"
