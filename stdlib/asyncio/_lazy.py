"""Stand-ins for modules and objects that are rarely needed, so that `import asyncio` stays quick.

A stand-in lives in a module's globals under the name of the real thing.  The first use puts the real thing in its
place, unless somebody (a test that patches it) has put something else there meanwhile.
"""


def _load(standin):
    """Return the real object, and make it replace its stand-in."""
    get = object.__getattribute__
    real = get(standin, '_real')
    if real is None:
        module, _, attribute = get(standin, '_source').partition(':')
        real = __import__(module, None, None, ('*',))
        if attribute:
            real = getattr(real, attribute)
        object.__setattr__(standin, '_real', real)
        namespace, name = get(standin, '_namespace'), get(standin, '_name')
        if namespace.get(name) is standin:
            namespace[name] = real
    return real


class Lazy:
    """Stand-in for `source`, which is "module" or "module:attribute", under `name` in `namespace`."""

    __slots__ = ('_namespace', '_name', '_source', '_real')

    def __init__(self, namespace, name, source=None):
        put = object.__setattr__
        put(self, '_namespace', namespace)
        put(self, '_name', name)
        put(self, '_source', source or name)
        put(self, '_real', None)

    # isinstance() and unittest's assertLogs must take the stand-in for the real thing.
    @property
    def __class__(self):
        return type(_load(self))

    def __getattribute__(self, attribute):
        if attribute == '__class__':
            return type(_load(self))
        return getattr(_load(self), attribute)

    def __setattr__(self, attribute, value):
        setattr(_load(self), attribute, value)

    def __delattr__(self, attribute):
        delattr(_load(self), attribute)

    def __dir__(self):
        return dir(_load(self))

    def __repr__(self):
        return repr(_load(self))


def lazily(namespace, **sources):
    """Put a stand-in into `namespace` for each name: lazily(globals(), errno='errno', logger='asyncio.log:logger')."""
    for name, source in sources.items():
        namespace[name] = Lazy(namespace, name, source)
