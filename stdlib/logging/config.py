"""Set logging up from a dictionary, a file, or what arrives on a socket."""

import errno
import functools
import io
import logging
import logging.handlers
import os
import queue
import re
import struct
import threading
import traceback
from socketserver import StreamRequestHandler, ThreadingTCPServer

DEFAULT_LOGGING_CONFIG_PORT = 9030
RESET_ERROR = errno.ECONNRESET
IDENTIFIER = re.compile('^[a-z_][a-z0-9_]*$', re.I)
_listener = None


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Read a configuration file, given by name, as an open file, or as a parser."""
    import configparser
    if isinstance(fname, str):
        if not os.path.exists(fname):
            raise FileNotFoundError(f"{fname} doesn't exist")
        if not os.path.getsize(fname):
            raise RuntimeError(f'{fname} is an empty file')
    if isinstance(fname, configparser.RawConfigParser):
        cp = fname
    else:
        try:
            cp = configparser.ConfigParser(defaults)
            if hasattr(fname, 'readline'):
                cp.read_file(fname)
            else:
                cp.read(fname, encoding=io.text_encoding(encoding))
        except configparser.ParsingError as e:
            raise RuntimeError(f'{fname} is invalid: {e}')
    formatters = _create_formatters(cp)
    with logging._lock:
        _clearExistingHandlers()
        handlers = _install_handlers(cp, formatters)
        _install_loggers(cp, handlers, disable_existing_loggers)


def _resolve(name):
    """The object with a dotted name."""
    parts = name.split('.')
    used = parts.pop(0)
    found = __import__(used)
    for part in parts:
        used += '.' + part
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(used)
            found = getattr(found, part)
    return found


def _strip_spaces(alist):
    return map(str.strip, alist)


def _listed(cp, section, option='keys'):
    text = cp[section][option]
    return list(_strip_spaces(text.split(","))) if text else []


def _create_formatters(cp):
    formatters = {}
    for form in _listed(cp, 'formatters'):
        section = cp[f'formatter_{form}']
        get = functools.partial(cp.get, f'formatter_{form}')
        fs = get('format', raw=True, fallback=None)
        dfs = get('datefmt', raw=True, fallback=None)
        style = get('style', raw=True, fallback='%')
        defaults = get('defaults', raw=True, fallback=None)
        c = logging.Formatter
        if section.get('class'):
            c = _resolve(section.get('class'))
        if defaults is not None:
            defaults = eval(defaults, vars(logging))
            formatters[form] = c(fs, dfs, style, defaults=defaults)
        else:
            formatters[form] = c(fs, dfs, style)
    return formatters


def _install_handlers(cp, formatters):
    handlers = {}
    fixups = []
    for hand in _listed(cp, 'handlers'):
        section = cp[f'handler_{hand}']
        klass = section['class']
        fmt = section.get('formatter', '')
        try:
            klass = eval(klass, vars(logging))
        except (AttributeError, NameError):
            klass = _resolve(klass)
        args = eval(section.get('args', '()'), vars(logging))
        kwargs = eval(section.get('kwargs', '{}'), vars(logging))
        h = klass(*args, **kwargs)
        h.name = hand
        if 'level' in section:
            h.setLevel(section['level'])
        if fmt:
            h.setFormatter(formatters[fmt])
        if issubclass(klass, logging.handlers.MemoryHandler):
            target = section.get('target', '')
            if target:
                # The target may come later.
                fixups.append((h, target))
        handlers[hand] = h
    for h, target in fixups:
        h.setTarget(handlers[target])
    return handlers


def _handle_existing_loggers(existing, child_loggers, disable_existing):
    """Loggers that the configuration does not name are disabled, their children not."""
    root = logging.root
    for log in existing:
        logger = root.manager.loggerDict[log]
        if log in child_loggers:
            if not isinstance(logger, logging.PlaceHolder):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
        else:
            logger.disabled = disable_existing


def _children_of(name, existing):
    """The loggers below one, of a sorted list."""
    prefix = name + "."
    return [other for other in existing if other.startswith(prefix)]


def _install_loggers(cp, handlers, disable_existing):
    names = _listed(cp, 'loggers')
    names.remove("root")
    section = cp["logger_root"]
    root = logging.root
    if "level" in section:
        root.setLevel(section["level"])
    for h in root.handlers[:]:
        root.removeHandler(h)
    for hand in _listed(cp, 'logger_root', 'handlers'):
        root.addHandler(handlers[hand])
    existing = sorted(root.manager.loggerDict.keys())
    child_loggers = []
    for log in names:
        section = cp[f"logger_{log}"]
        qn = section["qualname"]
        propagate = section.getint("propagate", fallback=1)
        logger = logging.getLogger(qn)
        if qn in existing:
            child_loggers.extend(_children_of(qn, existing))
            existing.remove(qn)
        if "level" in section:
            logger.setLevel(section["level"])
        for h in logger.handlers[:]:
            logger.removeHandler(h)
        logger.propagate = propagate
        logger.disabled = 0
        for hand in _listed(cp, f"logger_{log}", 'handlers'):
            logger.addHandler(handlers[hand])
    _handle_existing_loggers(existing, child_loggers, disable_existing)


def _clearExistingHandlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


def valid_ident(s):
    """Check a name; ValueError if it is none."""
    if not IDENTIFIER.match(s):
        raise ValueError(f'Not a valid Python identifier: {s!r}')
    return True


class ConvertingMixin:
    """Values are converted when they are first asked for, and then kept."""

    def convert_with_key(self, key, value, replace=True):
        result = self.configurator.convert(value)
        if value is not result:
            if replace:
                self[key] = result
            if type(result) in (ConvertingDict, ConvertingList, ConvertingTuple):
                result.parent = self
                result.key = key
        return result

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result:
            if type(result) in (ConvertingDict, ConvertingList, ConvertingTuple):
                result.parent = self
        return result


class ConvertingDict(dict, ConvertingMixin):
    """A dict that converts."""

    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    """A list that converts."""

    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    """A tuple that converts."""

    def __getitem__(self, key):
        # Nothing can be replaced in here.
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


class BaseConfigurator:
    """Knows how values of a dictionary are converted: ext://name, cfg://path."""

    CONVERT_PATTERN = re.compile(r'^(?P<prefix>[a-z]+)://(?P<suffix>.*)$')
    WORD_PATTERN = re.compile(r'^\s*(\w+)\s*')
    DOT_PATTERN = re.compile(r'^\.\s*(\w+)\s*')
    INDEX_PATTERN = re.compile(r'^\[([^\[\]]*)\]\s*')
    DIGIT_PATTERN = re.compile(r'^\d+$')

    value_converters = {'ext': 'ext_convert', 'cfg': 'cfg_convert'}
    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """The object with a dotted name."""
        name = s.split('.')
        used = name.pop(0)
        try:
            found = self.importer(used)
            for frag in name:
                used += '.' + frag
                try:
                    found = getattr(found, frag)
                except AttributeError:
                    self.importer(used)
                    found = getattr(found, frag)
            return found
        except ImportError as e:
            raise ValueError(f'Cannot resolve {s!r}: {e}') from e

    def ext_convert(self, value):
        return self.resolve(value)

    def cfg_convert(self, value):
        """The part of the configuration that a path such as a.b[0] names."""
        rest = value
        m = self.WORD_PATTERN.match(rest)
        if m is None:
            raise ValueError("Unable to convert %r" % value)
        rest = rest[m.end():]
        d = self.config[m.groups()[0]]
        while rest:
            m = self.DOT_PATTERN.match(rest)
            if m:
                d = d[m.groups()[0]]
            else:
                m = self.INDEX_PATTERN.match(rest)
                if m:
                    idx = m.groups()[0]
                    if not self.DIGIT_PATTERN.match(idx):
                        d = d[idx]
                    else:
                        try:
                            d = d[int(idx)]
                        except TypeError:
                            d = d[idx]
            if not m:
                raise ValueError('Unable to convert %r at %r' % (value, rest))
            rest = rest[m.end():]
        return d

    def convert(self, value):
        """The value as the configurator has it."""
        for kind, converting in ((dict, ConvertingDict), (list, ConvertingList)):
            if isinstance(value, kind) and not isinstance(value, converting):
                value = converting(value)
                value.configurator = self
                return value
        if isinstance(value, tuple) and not isinstance(value, ConvertingTuple) \
                and not hasattr(value, '_fields'):
            value = ConvertingTuple(value)
            value.configurator = self
        elif isinstance(value, str):
            m = self.CONVERT_PATTERN.match(value)
            if m:
                converter = self.value_converters.get(m['prefix'], None)
                if converter:
                    value = getattr(self, converter)(m['suffix'])
        return value

    def configure_custom(self, config):
        """Make something by the factory that '()' names."""
        c = config.pop('()')
        if not callable(c):
            c = self.resolve(c)
        kwargs = {k: config[k] for k in config if (k != '.' and valid_ident(k))}
        result = c(**kwargs)
        props = config.pop('.', None)
        if props:
            for name, value in props.items():
                setattr(result, name, value)
        return result

    def as_tuple(self, value):
        """Lists may stand for tuples."""
        return tuple(value) if isinstance(value, list) else value


def _is_queue_like_object(obj):
    """Whether something has the methods of a queue."""
    if isinstance(obj, (queue.Queue, queue.SimpleQueue)):
        return True
    # Proxies of queues in other processes have no common class.
    return all(callable(getattr(obj, method, None)) for method in
               ('empty', 'full', 'get', 'get_nowait', 'put', 'put_nowait'))


class DictConfigurator(BaseConfigurator):
    """Sets logging up from a dictionary."""

    def configure(self):
        """Do it."""
        config = self.config
        if 'version' not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config['version'] != 1:
            raise ValueError("Unsupported version: %s" % config['version'])
        incremental = config.pop('incremental', False)
        with logging._lock:
            if incremental:
                self._configure_incrementally(config)
            else:
                self._configure_fully(config)

    def _configure_incrementally(self, config):
        handlers = config.get('handlers', {})
        for name in handlers:
            if name not in logging._handlers:
                raise ValueError('No handler found with name %r' % name)
            try:
                level = handlers[name].get('level', None)
                if level:
                    logging._handlers[name].setLevel(logging._checkLevel(level))
            except Exception as e:
                raise ValueError('Unable to configure handler %r' % name) from e
        loggers = config.get('loggers', {})
        for name in loggers:
            try:
                self.configure_logger(name, loggers[name], True)
            except Exception as e:
                raise ValueError('Unable to configure logger %r' % name) from e
        self._configure_root(config, True)

    def _configure_root(self, config, incremental=False):
        root = config.get('root', None)
        if root:
            try:
                self.configure_root(root, incremental)
            except Exception as e:
                raise ValueError('Unable to configure root logger') from e

    def _configure_fully(self, config):
        disable_existing = config.pop('disable_existing_loggers', True)
        _clearExistingHandlers()
        for kind, configure in (('formatter', self.configure_formatter),
                                ('filter', self.configure_filter)):
            items = config.get(kind + 's', {})
            for name in items:
                try:
                    items[name] = configure(items[name])
                except Exception as e:
                    raise ValueError('Unable to configure %s %r' % (kind, name)) from e
        self._configure_handlers(config.get('handlers', {}))
        root = logging.root
        existing = sorted(root.manager.loggerDict.keys())
        child_loggers = []
        loggers = config.get('loggers', {})
        for name in loggers:
            if name in existing:
                child_loggers.extend(_children_of(name, existing))
                existing.remove(name)
            try:
                self.configure_logger(name, loggers[name])
            except Exception as e:
                raise ValueError('Unable to configure logger %r' % name) from e
        _handle_existing_loggers(existing, child_loggers, disable_existing)
        self._configure_root(config)

    def _configure_handlers(self, handlers):
        deferred = []
        for name in sorted(handlers):
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as e:
                if ' not configured yet' in str(e.__cause__):
                    # It needs another handler, which comes later.
                    deferred.append(name)
                else:
                    raise ValueError('Unable to configure handler %r' % name) from e
        for name in deferred:
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as e:
                raise ValueError('Unable to configure handler %r' % name) from e

    def configure_formatter(self, config):
        if '()' in config:
            factory = config['()']
            try:
                return self.configure_custom(config)
            except TypeError as te:
                if "'format'" not in str(te):
                    raise
                # The name of the parameter was another one once.
                config['fmt'] = config.pop('format')
                config['()'] = factory
                return self.configure_custom(config)
        fmt = config.get('format', None)
        dfmt = config.get('datefmt', None)
        style = config.get('style', '%')
        cname = config.get('class', None)
        defaults = config.get('defaults', None)
        c = _resolve(cname) if cname else logging.Formatter
        kwargs = {} if defaults is None else {'defaults': defaults}
        if 'validate' in config:
            return c(fmt, dfmt, style, config['validate'], **kwargs)
        return c(fmt, dfmt, style, **kwargs)

    def configure_filter(self, config):
        if '()' in config:
            return self.configure_custom(config)
        return logging.Filter(config.get('name', ''))

    def add_filters(self, filterer, filters):
        for f in filters:
            try:
                if callable(f) or callable(getattr(f, 'filter', None)):
                    filter_ = f
                else:
                    filter_ = self.config['filters'][f]
                filterer.addFilter(filter_)
            except Exception as e:
                raise ValueError('Unable to add filter %r' % f) from e

    def _configure_queue(self, spec):
        if isinstance(spec, dict):
            if '()' not in spec:
                raise TypeError('Invalid queue specifier %r' % spec)
            return self.configure_custom(dict(spec))
        if isinstance(spec, str):
            made = self.resolve(spec)
            if not callable(made):
                raise TypeError('Invalid queue specifier %r' % spec)
            return made()
        if _is_queue_like_object(spec):
            return spec
        raise TypeError('Invalid queue specifier %r' % spec)

    def _configure_queue_handler(self, klass, **kwargs):
        q = kwargs.pop('queue', None)
        if q is None:
            q = queue.Queue()
        rhl = kwargs.pop('respect_handler_level', False)
        listener_class = kwargs.pop('listener', logging.handlers.QueueListener)
        handlers = kwargs.pop('handlers', [])
        listener = listener_class(q, *handlers, respect_handler_level=rhl)
        handler = klass(q, **kwargs)
        handler.listener = listener
        return handler

    def _prepare_queue_handler(self, config):
        if 'queue' in config:
            config['queue'] = self._configure_queue(config['queue'])
        if 'listener' in config:
            spec = config['listener']
            if isinstance(spec, type):
                listener = spec
            else:
                if isinstance(spec, str):
                    spec = self.resolve(spec)
                elif isinstance(spec, dict):
                    if '()' not in spec:
                        raise TypeError('Invalid listener specifier %r' % spec)
                    spec = self.configure_custom(dict(spec))
                listener = spec
            if not (isinstance(listener, type)
                    and issubclass(listener, logging.handlers.QueueListener)) \
                    and not callable(listener):
                raise TypeError('Invalid listener specifier %r' % config['listener'])
            config['listener'] = listener
        if 'handlers' in config:
            hlist = []
            try:
                for hn in config['handlers']:
                    h = self.config['handlers'][hn]
                    if not isinstance(h, logging.Handler):
                        raise TypeError('Required handler %r is not configured yet' % hn)
                    hlist.append(h)
            except Exception as e:
                raise ValueError('Unable to set required handler %r' % hn) from e
            config['handlers'] = hlist

    def _handler_factory(self, config):
        cname = config.pop('class')
        klass = cname if callable(cname) else self.resolve(cname)
        if issubclass(klass, logging.handlers.MemoryHandler):
            if 'flushLevel' in config:
                config['flushLevel'] = logging._checkLevel(config['flushLevel'])
            if 'target' in config:
                try:
                    tn = config['target']
                    th = self.config['handlers'][tn]
                    if not isinstance(th, logging.Handler):
                        raise TypeError('target not configured yet')
                    config['target'] = th
                except Exception as e:
                    raise ValueError('Unable to set target handler %r' % tn) from e
        elif issubclass(klass, logging.handlers.QueueHandler):
            self._prepare_queue_handler(config)
            return functools.partial(self._configure_queue_handler, klass)
        elif issubclass(klass, logging.handlers.SMTPHandler) and 'mailhost' in config:
            config['mailhost'] = self.as_tuple(config['mailhost'])
        elif issubclass(klass, logging.handlers.SysLogHandler) and 'address' in config:
            config['address'] = self.as_tuple(config['address'])
        return klass

    def configure_handler(self, config):
        config_copy = dict(config)
        formatter = config.get('formatter', None)
        if formatter:
            try:
                formatter = self.config['formatters'][formatter]
            except Exception as e:
                raise ValueError('Unable to set formatter %r' % formatter) from e
        config.pop('formatter', None)
        level = config.pop('level', None)
        filters = config.pop('filters', None)
        if '()' in config:
            c = config.pop('()')
            factory = c if callable(c) else self.resolve(c)
        else:
            try:
                factory = self._handler_factory(config)
            except ValueError as e:
                if ' not configured yet' in str(e.__cause__):
                    config.update(config_copy)
                raise
        props = config.pop('.', None)
        kwargs = {k: config[k] for k in config if valid_ident(k)}
        try:
            result = factory(**kwargs)
        except TypeError as te:
            if "'stream'" not in str(te):
                raise
            # The name of the parameter was another one once.
            kwargs['strm'] = kwargs.pop('stream')
            result = factory(**kwargs)
        if formatter:
            result.setFormatter(formatter)
        if level is not None:
            result.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(result, filters)
        if props:
            for name, value in props.items():
                setattr(result, name, value)
        return result

    def add_handlers(self, logger, handlers):
        for h in handlers:
            try:
                logger.addHandler(self.config['handlers'][h])
            except Exception as e:
                raise ValueError('Unable to add handler %r' % h) from e

    def common_logger_config(self, logger, config, incremental=False):
        level = config.get('level', None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if not incremental:
            for h in logger.handlers[:]:
                logger.removeHandler(h)
            handlers = config.get('handlers', None)
            if handlers:
                self.add_handlers(logger, handlers)
            filters = config.get('filters', None)
            if filters:
                self.add_filters(logger, filters)

    def configure_logger(self, name, config, incremental=False):
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        propagate = config.get('propagate', None)
        if propagate is not None:
            logger.propagate = propagate

    def configure_root(self, config, incremental=False):
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Set logging up from a dictionary."""
    dictConfigClass(config).configure()


class _ConfigStreamHandler(StreamRequestHandler):
    """Receives a configuration: its length in four bytes, then the text."""

    def handle(self):
        try:
            chunk = self.connection.recv(4)
            if len(chunk) != 4:
                return
            length = struct.unpack(">L", chunk)[0]
            chunk = self.connection.recv(length)
            while len(chunk) < length:
                chunk += self.connection.recv(length - len(chunk))
            if self.server.verify is not None:
                chunk = self.server.verify(chunk)
            if chunk is not None:
                self._configure(chunk.decode("utf-8"))
            if self.server.ready:
                self.server.ready.set()
        except OSError as e:
            if e.errno != RESET_ERROR:
                raise

    @staticmethod
    def _configure(text):
        import json
        try:
            config = json.loads(text)
            assert isinstance(config, dict)
            dictConfig(config)
        except Exception:
            # Then it is the text of a configuration file.
            try:
                fileConfig(io.StringIO(text))
            except Exception:
                traceback.print_exc()


class _ConfigSocketReceiver(ThreadingTCPServer):
    """Waits for configurations until told to stop."""

    allow_reuse_address = True
    allow_reuse_port = False

    def __init__(self, host='localhost', port=DEFAULT_LOGGING_CONFIG_PORT, handler=None,
                 ready=None, verify=None):
        ThreadingTCPServer.__init__(self, (host, port), handler)
        with logging._lock:
            self.abort = 0
        self.timeout = 1
        self.ready = ready
        self.verify = verify

    def serve_until_stopped(self):
        import select
        abort = 0
        while not abort:
            readable, _, _ = select.select([self.socket.fileno()], [], [], self.timeout)
            if readable:
                self.handle_request()
            with logging._lock:
                abort = self.abort
        self.server_close()


class _Server(threading.Thread):
    """The thread that listen() gives."""

    def __init__(self, port, verify):
        super().__init__()
        self.port = port
        self.verify = verify
        self.ready = threading.Event()

    def run(self):
        global _listener
        server = _ConfigSocketReceiver(port=self.port, handler=_ConfigStreamHandler,
                                       ready=self.ready, verify=self.verify)
        if self.port == 0:
            self.port = server.server_address[1]
        self.ready.set()
        with logging._lock:
            _listener = server
        server.serve_until_stopped()


def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    """A thread that waits for configurations on a socket; start() it."""
    return _Server(port, verify)


def stopListening():
    """End it."""
    global _listener
    with logging._lock:
        if _listener:
            _listener.abort = 1
            _listener = None
