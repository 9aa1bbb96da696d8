"""Where an installation keeps its parts, and how it was built."""

import os
import sys


__all__ = [
    'get_config_h_filename', 'get_config_var', 'get_config_vars',
    'get_makefile_filename', 'get_path', 'get_path_names', 'get_paths',
    'get_platform', 'get_python_version', 'get_scheme_names', 'parse_config_h',
    'get_default_scheme', 'get_preferred_scheme', 'expand_makefile_vars', 'is_python_build',
]

_SCHEME_KEYS = ('stdlib', 'platstdlib', 'purelib', 'platlib', 'include', 'scripts', 'data')


def _posix(base, platbase, include):
    library = '/lib/{implementation_lower}{py_version_short}{abi_thread}'
    return {
        'stdlib': '{installed_base}/{platlibdir}/{implementation_lower}{py_version_short}{abi_thread}',
        'platstdlib': platbase + '/{platlibdir}/{implementation_lower}{py_version_short}{abi_thread}',
        'purelib': base + library + '/site-packages',
        'platlib': platbase + '/{platlibdir}/{implementation_lower}{py_version_short}{abi_thread}/site-packages',
        'include': include + '/include/{implementation_lower}{py_version_short}{abiflags}',
        'platinclude': '{installed_platbase}/include/{implementation_lower}{py_version_short}{abiflags}',
        'scripts': base + '/bin',
        'data': base,
    }


def _home(base):
    library = base + '/lib/{implementation_lower}'
    include = base + '/include/{implementation_lower}'
    return {'stdlib': library, 'platstdlib': library, 'purelib': library, 'platlib': library,
            'include': include, 'platinclude': include, 'scripts': base + '/bin', 'data': base}


def _user(base):
    library = base + '/lib/{implementation_lower}{py_version_short}{abi_thread}'
    return {'stdlib': library, 'platstdlib': library, 'purelib': library + '/site-packages',
            'platlib': library + '/site-packages',
            'include': base + '/include/{implementation_lower}{py_version_short}{abi_thread}',
            'scripts': base + '/bin', 'data': base}


_INSTALL_SCHEMES = {
    'posix_prefix': _posix('{base}', '{platbase}', '{installed_base}'),
    'posix_home': _home('{base}'),
    'posix_venv': _posix('{base}', '{platbase}', '{installed_base}'),
    'posix_user': _user('{userbase}'),
}
_INSTALL_SCHEMES['venv'] = _INSTALL_SCHEMES['posix_venv']

_PY_VERSION = sys.version.split()[0]
_PY_VERSION_SHORT = f'{sys.version_info[0]}.{sys.version_info[1]}'
_PY_VERSION_SHORT_NO_DOT = f'{sys.version_info[0]}{sys.version_info[1]}'
_BASE_PREFIX = os.path.normpath(sys.base_prefix)
_BASE_EXEC_PREFIX = os.path.normpath(sys.base_exec_prefix)
_config_vars = None


def _user_base():
    home = os.environ.get('PYTHONUSERBASE')
    return home or os.path.join(os.path.expanduser('~'), '.local')


def is_python_build(check_home=None):
    """Whether this program runs from the folder it was built in: never."""
    return False


def get_scheme_names():
    """The names of the layouts that an installation can have."""
    return tuple(sorted(_INSTALL_SCHEMES))


def get_path_names():
    """The names of the parts of a layout."""
    return _SCHEME_KEYS


def get_preferred_scheme(key):
    """The layout for 'prefix', 'home' or 'user'."""
    if key == 'prefix' and sys.prefix != sys.base_prefix:
        return 'venv'
    schemes = {'prefix': 'posix_prefix', 'home': 'posix_home', 'user': 'posix_user'}
    if key not in schemes:
        raise ValueError(f"{key!r} returned {key!r}, which is not a valid scheme on this platform")
    return schemes[key]


def get_default_scheme():
    """The layout of this installation."""
    return get_preferred_scheme('prefix')


def _expand(scheme, vars):
    known = dict(get_config_vars())
    known.setdefault('abi_thread', '')
    known.update(vars or {})
    known.setdefault('implementation_lower', _implementation())
    paths = {}
    for key, value in _INSTALL_SCHEMES[scheme].items():
        try:
            path = os.path.expanduser(value).format(**known)
        except KeyError as missing:
            raise AttributeError(*missing.args) from None
        paths[key] = os.path.normpath(path)
    return paths


def get_paths(scheme=None, vars=None, expand=True):
    """The folders of a layout by name."""
    scheme = scheme or get_default_scheme()
    return _expand(scheme, vars) if expand else _INSTALL_SCHEMES[scheme]


def get_path(name, scheme=None, vars=None, expand=True):
    """One folder of a layout."""
    return get_paths(scheme, vars, expand)[name]


def _implementation():
    return 'python'


def _make_config_vars():
    return {
        'prefix': os.path.normpath(sys.prefix),
        'exec_prefix': os.path.normpath(sys.exec_prefix),
        'py_version': _PY_VERSION,
        'py_version_short': _PY_VERSION_SHORT,
        'py_version_nodot': _PY_VERSION_SHORT_NO_DOT,
        'py_version_nodot_plat': '',
        'installed_base': _BASE_PREFIX,
        'base': os.path.normpath(sys.prefix),
        'installed_platbase': _BASE_EXEC_PREFIX,
        'platbase': os.path.normpath(sys.exec_prefix),
        'projectbase': os.path.dirname(os.path.abspath(sys.executable or sys.argv[0])),
        'platlibdir': getattr(sys, 'platlibdir', 'lib'),
        'implementation': 'Python',
        'implementation_lower': _implementation(),
        'abiflags': getattr(sys, 'abiflags', ''),
        'abi_thread': '',
        'userbase': _user_base(),
        'srcdir': os.path.dirname(os.path.abspath(sys.executable or sys.argv[0])),
        'VERSION': _PY_VERSION_SHORT,
        'EXT_SUFFIX': '.so',
        'SOABI': None,
        'EXE': '',
        'SIZEOF_VOID_P': 8 if sys.maxsize > 1 << 32 else 4,
        'Py_DEBUG': 0,
        'Py_GIL_DISABLED': 0,
        'Py_ENABLE_SHARED': 0,
        'WITH_DOC_STRINGS': 1,
        'HAVE_FORK': 1,
        'TZPATH': '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo',
    }


def get_config_vars(*args):
    """What is known about the build: a dict, or the values of the given names."""
    global _config_vars
    if _config_vars is None:
        _config_vars = _make_config_vars()
    prefix = os.path.normpath(sys.prefix)
    if _config_vars['prefix'] != prefix:
        _config_vars['prefix'] = _config_vars['base'] = prefix
    if args:
        return [_config_vars.get(name) for name in args]
    return _config_vars


def get_config_var(name):
    """One value of get_config_vars(), or None."""
    return get_config_vars().get(name)


def get_platform():
    """A name for this kind of machine, as in the names of packages."""
    if os.name != 'posix' or not hasattr(os, 'uname'):
        return sys.platform
    system, _, release, _, machine = os.uname()
    system = system.lower().replace('/', '')
    machine = machine.replace(' ', '_').replace('/', '-')
    if system == 'linux':
        return f'{system}-{machine}'
    if system == 'darwin':
        return f'macosx-{release.split(".")[0]}.0-{machine}'
    return f'{system}-{release}-{machine}'


def get_python_version():
    return _PY_VERSION_SHORT


def get_makefile_filename():
    """Where CPython would keep the Makefile it was built with; there is none here."""
    return os.path.join(get_path('stdlib'), f'config-{_PY_VERSION_SHORT}', 'Makefile')


def get_config_h_filename():
    """Where CPython would keep pyconfig.h; there is none here."""
    return os.path.join(get_path('platinclude'), 'pyconfig.h')


def parse_config_h(fp, vars=None):
    """Read the `#define` lines of a header into a dict."""
    if vars is None:
        vars = {}
    for line in fp:
        words = line.split(None, 2)
        if line.startswith('#define') and len(words) == 3:
            value = words[2].strip()
            try:
                vars[words[1]] = int(value)
            except ValueError:
                vars[words[1]] = value
        elif line.startswith('/* #undef') and len(words) >= 3:
            vars[words[2].split()[0]] = 0
    return vars


def expand_makefile_vars(s, vars):
    """Replace $(NAME) and ${NAME} by values; unknown names stay."""
    import re
    pattern = re.compile(r'\$\(([A-Za-z][A-Za-z0-9_]*)\)|\$\{([A-Za-z][A-Za-z0-9_]*)\}')
    while True:
        changed = pattern.sub(lambda found: str(vars.get(found[1] or found[2], found[0])), s)
        if changed == s:
            return s
        s = changed
