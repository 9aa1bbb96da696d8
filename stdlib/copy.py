"""Shallow and deep copies."""

__all__ = ["Error", "copy", "deepcopy", "replace"]

from copyreg import dispatch_table
from _weakref import ref


class Error(Exception):
    pass


error = Error   # the old name


# Types whose instances are copied by returning them: by both functions, by copy() only.
_atomic = {type(None), int, float, bool, complex, str, bytes, type, range, property, ref,
           type(Ellipsis), type(NotImplemented), type(len), type(lambda: None),
           type((lambda: None).__code__)}
_copy_atomic_types = frozenset(_atomic | {tuple, frozenset, slice})
_atomic_types = frozenset(_atomic)
_copy_builtin_containers = frozenset({list, dict, set, bytearray})


def copy(x):
    """A new object with the same contents."""
    cls = type(x)
    if cls in _copy_atomic_types:
        return x
    if cls in _copy_builtin_containers:
        return cls.copy(x)
    if issubclass(cls, type):
        return x        # a class, whatever its metaclass
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _by_reduction(x, cls, None, "shallow")


_nothing = object()


def deepcopy(x, memo=None, _nil=_nothing):
    """A new object with copies of the contents, and of theirs.

    *memo* holds what has been copied already, by id.
    """
    cls = type(x)
    if cls in _atomic_types:
        return x
    d = id(x)
    if memo is None:
        memo = {}
    else:
        y = memo.get(d, _nothing)
        if y is not _nothing:
            return y
    copier = _deepcopy_dispatch.get(cls)
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            y = copier(memo)
        else:
            y = _by_reduction(x, cls, memo, "deep")
    if y is not x:
        memo[d] = y
        _keep_alive(x, memo)
    return y


def _by_reduction(x, cls, memo, kind):
    """Copy *x* as pickle would take it apart and put it together again."""
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        rv = reductor(x)
    else:
        reductor = getattr(x, "__reduce_ex__", None)
        if reductor is not None:
            rv = reductor(4)
        else:
            reductor = getattr(x, "__reduce__", None)
            if not reductor:
                raise Error(f"un({kind})copyable object of type {cls}")
            rv = reductor()
    if isinstance(rv, str):
        return x        # a name: the object is found under it, not made
    return _reconstruct(x, memo, *rv)


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, *,
                 deepcopy=deepcopy):
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            slotstate = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slotstate = state
            if state is not None:
                y.__dict__.update(state)
            if slotstate is not None:
                for name, value in slotstate.items():
                    setattr(y, name, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            y[key] = value
    return y


def _keep_alive(x, memo):
    # The memo goes by id: no object in it may die, and its id be used again. The
    # list stands under the memo's own id, which nothing else can have.
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deepcopy_list(x, memo, deepcopy=deepcopy):
    y = []
    memo[id(x)] = y
    append = y.append
    for item in x:
        append(deepcopy(item, memo))
    return y


def _deepcopy_tuple(x, memo, deepcopy=deepcopy):
    y = [deepcopy(item, memo) for item in x]
    # It may have been copied by now, through a cycle.
    try:
        return memo[id(x)]
    except KeyError:
        pass
    for old, new in zip(x, y):
        if old is not new:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo, deepcopy=deepcopy):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deepcopy_dispatch = {
    list: _deepcopy_list,
    tuple: _deepcopy_tuple,
    dict: _deepcopy_dict,
    type(classmethod(_deepcopy_method).__get__(None, int)): _deepcopy_method,
}


def replace(obj, /, **changes):
    """A copy of *obj* with some attributes changed, made by its __replace__()."""
    cls = obj.__class__
    func = getattr(cls, "__replace__", None)
    if func is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return func(obj, **changes)
