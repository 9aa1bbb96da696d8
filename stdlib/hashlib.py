"""Hash functions by name."""

__all__ = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512',
           'blake2b', 'blake2s', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512',
           'shake_128', 'shake_256', 'new', 'algorithms_guaranteed',
           'algorithms_available', 'file_digest', 'pbkdf2_hmac')

_HOME = {
    'md5': '_md5', 'sha1': '_sha1', 'sha224': '_sha2', 'sha256': '_sha2',
    'sha384': '_sha2', 'sha512': '_sha2', 'blake2b': '_blake2', 'blake2s': '_blake2',
    'sha3_224': '_sha3', 'sha3_256': '_sha3', 'sha3_384': '_sha3',
    'sha3_512': '_sha3', 'shake_128': '_sha3', 'shake_256': '_sha3',
}

algorithms_guaranteed = set(_HOME)
algorithms_available = set(_HOME)


def _constructor(name):
    if isinstance(name, str):
        key = name.lower().replace('-', '_')
        for candidate in (key, key.replace('_', '')):
            if candidate in _HOME:
                try:
                    return getattr(__import__(_HOME[candidate]), candidate)
                except (ImportError, AttributeError):
                    break
    raise ValueError('unsupported hash type ' + str(name))


def __getattr__(name):
    # Each function comes from its own module, loaded when it is needed.
    if name in _HOME:
        try:
            value = globals()[name] = _constructor(name)
        except ValueError:
            pass
        else:
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_HOME})


def new(name, *args, **kwargs):
    """A hash object of the function `name`, fed with the data given."""
    return _constructor(name)(*args, **kwargs)


def file_digest(fileobj, digest, /, *, _bufsize=2 ** 18):
    """The hash object of a binary file's content."""
    digestobj = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, "getbuffer"):
        digestobj.update(fileobj.getbuffer())
        return digestobj
    if not (hasattr(fileobj, "readinto") and hasattr(fileobj, "readable")
            and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary "
                         "reading mode.")
    buf = bytearray(_bufsize)
    view = memoryview(buf)
    while True:
        size = fileobj.readinto(buf)
        if size is None:
            raise BlockingIOError("I/O operation would block.")
        if size == 0:
            return digestobj
        digestobj.update(view[:size])


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key derived from a password, slowly on purpose (PKCS #5)."""
    import hmac
    if not isinstance(hash_name, str):
        raise TypeError(hash_name)
    if iterations < 1:
        raise ValueError('iteration value must be greater than 0.')
    inner = hmac.new(password, None, hash_name)
    size = inner.digest_size
    if dklen is None:
        dklen = size
    if dklen < 1:
        raise ValueError('key length must be greater than 0.')
    result = b''
    block = 1
    while len(result) < dklen:
        mac = inner.copy()
        mac.update(bytes(salt) + block.to_bytes(4))
        last = mac.digest()
        total = int.from_bytes(last)
        for _ in range(iterations - 1):
            mac = inner.copy()
            mac.update(last)
            last = mac.digest()
            total ^= int.from_bytes(last)
        result += total.to_bytes(size)
        block += 1
    return result[:dklen]
