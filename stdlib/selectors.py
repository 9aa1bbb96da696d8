"""Waiting for many files at once, by the best means the system has."""

import math
import select
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = (1 << 0)
EVENT_WRITE = (1 << 1)


def _fileobj_to_fd(fileobj):
    """The descriptor of a file object (or the number itself)."""
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError("Invalid file object: {!r}".format(fileobj)) from None
    if fd < 0:
        raise ValueError("Invalid file descriptor: {}".format(fd))
    return fd


SelectorKey = namedtuple('SelectorKey', ['fileobj', 'fd', 'events', 'data'])
SelectorKey.__doc__ = "A registered file object, with its descriptor, events and data."


class _SelectorMapping(Mapping):
    """The view that get_map() gives: file object -> SelectorKey."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._fd_to_key)

    def get(self, fileobj, default=None):
        fd = self._selector._fileobj_lookup(fileobj)
        return self._selector._fd_to_key.get(fd, default)

    def __getitem__(self, fileobj):
        fd = self._selector._fileobj_lookup(fileobj)
        key = self._selector._fd_to_key.get(fd)
        if key is None:
            raise KeyError("{!r} is not registered".format(fileobj))
        return key

    def __iter__(self):
        return iter(self._selector._fd_to_key)


class BaseSelector:
    """The interface: register, unregister, modify, select, close."""

    def register(self, fileobj, events, data=None):
        """Watch `fileobj` for `events`; its SelectorKey."""
        raise NotImplementedError

    def unregister(self, fileobj):
        """Stop watching `fileobj`; its SelectorKey."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Change what `fileobj` is watched for, or its data."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def select(self, timeout=None):
        """Wait until something is ready: a list of (key, events).

        None waits for ever, zero or less does not wait.
        """
        raise NotImplementedError

    def close(self):
        """Free what the selector holds; necessary."""

    def get_key(self, fileobj):
        """The SelectorKey of a registered file object."""
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError('Selector is closed')
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None

    def get_map(self):
        """A mapping of file objects to keys."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _BaseSelectorImpl(BaseSelector):
    """Keeps the book of what is registered."""

    def __init__(self):
        self._fd_to_key = {}
        self._map = _SelectorMapping(self)

    def _fileobj_lookup(self, fileobj):
        # An object that was closed has no descriptor but may be registered.
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            for key in self._fd_to_key.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if (not events) or (events & ~(EVENT_READ | EVENT_WRITE)):
            raise ValueError("Invalid events: {!r}".format(events))
        key = SelectorKey(fileobj, self._fileobj_lookup(fileobj), events, data)
        if key.fd in self._fd_to_key:
            raise KeyError("{!r} (FD {}) is already registered".format(fileobj, key.fd))
        self._fd_to_key[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._fd_to_key.pop(self._fileobj_lookup(fileobj))
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None
        if events != key.events:
            self.unregister(fileobj)
            key = self.register(fileobj, events, data)
        elif data != key.data:
            key = key._replace(data=data)
            self._fd_to_key[key.fd] = key
        return key

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map


class SelectSelector(_BaseSelectorImpl):
    """Over select()."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        if events & EVENT_READ:
            self._readers.add(key.fd)
        if events & EVENT_WRITE:
            self._writers.add(key.fd)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)
        return key

    _select = staticmethod(select.select)

    def select(self, timeout=None):
        timeout = None if timeout is None else max(timeout, 0)
        try:
            r, w, _ = self._select(self._readers, self._writers, [], timeout)
        except InterruptedError:
            return []
        r, w = frozenset(r), frozenset(w)
        ready = []
        fd_to_key = self._fd_to_key
        for fd in r | w:
            key = fd_to_key.get(fd)
            if key:
                events = (EVENT_READ if fd in r else 0) | (EVENT_WRITE if fd in w else 0)
                ready.append((key, events & key.events))
        return ready


class _PollLikeSelector(_BaseSelectorImpl):
    """What poll, epoll and devpoll have in common."""

    _selector_cls = None
    _EVENT_READ = None
    _EVENT_WRITE = None

    def __init__(self):
        super().__init__()
        self._selector = self._selector_cls()

    def _mask(self, events):
        return ((self._EVENT_READ if events & EVENT_READ else 0)
                | (self._EVENT_WRITE if events & EVENT_WRITE else 0))

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._mask(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            pass                # the descriptor was closed behind our back
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        changed = False
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._mask(events))
            except:
                super().unregister(fileobj)
                raise
            changed = True
        if data != key.data:
            changed = True
        if changed:
            key = key._replace(events=events, data=data)
            self._fd_to_key[key.fd] = key
        return key

    def _ready(self, fd_event_list):
        ready = []
        fd_to_key = self._fd_to_key
        not_read, not_write = ~self._EVENT_READ, ~self._EVENT_WRITE
        for fd, event in fd_event_list:
            key = fd_to_key.get(fd)
            if key:
                # Errors and hang-ups make a file ready for both.
                events = ((event & not_read and EVENT_WRITE)
                          | (event & not_write and EVENT_READ))
                ready.append((key, events & key.events))
        return ready

    def select(self, timeout=None):
        # poll() counts milliseconds; rounded up, so that we never spin.
        if timeout is None:
            timeout = None
        elif timeout <= 0:
            timeout = 0
        else:
            timeout = math.ceil(timeout * 1e3)
        try:
            fd_event_list = self._selector.poll(timeout)
        except InterruptedError:
            return []
        return self._ready(fd_event_list)


if hasattr(select, 'poll'):
    class PollSelector(_PollLikeSelector):
        """Over poll()."""

        _selector_cls = select.poll
        _EVENT_READ = select.POLLIN
        _EVENT_WRITE = select.POLLOUT


if hasattr(select, 'epoll'):
    class EpollSelector(_PollLikeSelector):
        """Over epoll."""

        _selector_cls = select.epoll
        _EVENT_READ = select.EPOLLIN
        _EVENT_WRITE = select.EPOLLOUT

        def fileno(self):
            return self._selector.fileno()

        def select(self, timeout=None):
            if timeout is None:
                timeout = -1
            elif timeout <= 0:
                timeout = 0
            else:
                # epoll has a resolution of one millisecond.
                timeout = math.ceil(timeout * 1e3) * 1e-3
            # Zero events would not be accepted.
            max_ev = len(self._fd_to_key) or 1
            try:
                fd_event_list = self._selector.poll(timeout, max_ev)
            except InterruptedError:
                return []
            return self._ready(fd_event_list)

        def close(self):
            self._selector.close()
            super().close()


if hasattr(select, 'devpoll'):
    class DevpollSelector(_PollLikeSelector):
        """Over /dev/poll (Solaris)."""

        _selector_cls = select.devpoll
        _EVENT_READ = select.POLLIN
        _EVENT_WRITE = select.POLLOUT

        def fileno(self):
            return self._selector.fileno()

        def close(self):
            self._selector.close()
            super().close()


if hasattr(select, 'kqueue'):
    class KqueueSelector(_BaseSelectorImpl):
        """Over kqueue (BSD, macOS)."""

        def __init__(self):
            super().__init__()
            self._selector = select.kqueue()
            self._max_events = 0

        def fileno(self):
            return self._selector.fileno()

        def _control(self, fd, events, flag):
            for bit, kind in ((EVENT_READ, select.KQ_FILTER_READ),
                              (EVENT_WRITE, select.KQ_FILTER_WRITE)):
                if events & bit:
                    change = select.kevent(fd, kind, flag)
                    self._selector.control([change], 0, 0)
                    self._max_events += 1 if flag == select.KQ_EV_ADD else -1

        def register(self, fileobj, events, data=None):
            key = super().register(fileobj, events, data)
            try:
                self._control(key.fd, events, select.KQ_EV_ADD)
            except:
                super().unregister(fileobj)
                raise
            return key

        def unregister(self, fileobj):
            key = super().unregister(fileobj)
            for event in (EVENT_READ, EVENT_WRITE):
                try:
                    self._control(key.fd, key.events & event, select.KQ_EV_DELETE)
                except OSError:
                    self._max_events -= 1
            return key

        def select(self, timeout=None):
            timeout = None if timeout is None else max(timeout, 0)
            max_ev = max(self._max_events, 1)
            ready = {}
            try:
                kev_list = self._selector.control(None, max_ev, timeout)
            except InterruptedError:
                return []
            for kev in kev_list:
                key = self._fd_to_key.get(kev.ident)
                if key:
                    event = (EVENT_READ if kev.filter == select.KQ_FILTER_READ
                             else EVENT_WRITE)
                    before = ready.get(key.fd, (key, 0))[1]
                    ready[key.fd] = (key, before | (event & key.events))
            return list(ready.values())

        def close(self):
            self._selector.close()
            super().close()


def _can_use(method):
    """Whether the kernel, too, knows what `select` was compiled with."""
    selector = getattr(select, method, None)
    if selector is None:
        return False
    try:
        if method == 'poll':
            selector().poll(0)
        else:
            selector().close()
        return True
    except OSError:
        return False


if _can_use('kqueue'):
    DefaultSelector = KqueueSelector
elif _can_use('epoll'):
    DefaultSelector = EpollSelector
elif _can_use('devpoll'):
    DefaultSelector = DevpollSelector
elif _can_use('poll'):
    DefaultSelector = PollSelector
else:
    DefaultSelector = SelectSelector
