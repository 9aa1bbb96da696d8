"""What the program runs on."""

import os
import sys
from collections import namedtuple


class uname_result(namedtuple('uname_result_base',
                              'system node release version machine')):
    """What uname() returns; `processor` is found out when asked for."""

    @property
    def processor(self):
        return _processor()

    def __iter__(self):
        return iter((*super().__iter__(), self.processor))

    def __len__(self):
        return 6

    def __getitem__(self, key):
        return tuple(self)[key]

    @classmethod
    def _make(cls, iterable):
        return cls.__new__(cls, *tuple(iterable)[:5])

    def __reduce__(self):
        return uname_result, tuple(self)[:5]


_uname_cache = None


def _processor():
    try:
        import subprocess
        text = subprocess.check_output(['uname', '-p'], stderr=subprocess.DEVNULL,
                                       text=True).strip()
    except (OSError, ImportError, ValueError):
        return ''
    except Exception:
        return ''
    return '' if text == 'unknown' else text


def uname():
    """Names and versions of system and machine."""
    global _uname_cache
    if _uname_cache is None:
        try:
            _uname_cache = uname_result(*os.uname())
        except AttributeError:
            _uname_cache = uname_result(sys.platform, '', '', '', '')
    return _uname_cache


def system():
    """The system's name, such as 'Linux'."""
    return uname().system


def node():
    """The computer's name in the network."""
    return uname().node


def release():
    """The system's release."""
    return uname().release


def version():
    """The system's version."""
    return uname().version


def machine():
    """The kind of machine, such as 'x86_64'."""
    return uname().machine


def processor():
    """The processor's name, or ''."""
    return uname().processor


def invalidate_caches():
    """Ask the system anew next time."""
    global _uname_cache
    _uname_cache = None


def architecture(executable=sys.executable, bits='', linkage=''):
    """The width of pointers, and the format of programs."""
    if not bits:
        bits = '64bit' if sys.maxsize > 2 ** 32 else '32bit'
    if not linkage and sys.platform != 'darwin':
        linkage = 'ELF'
    return bits, linkage


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    """Name and version of the C library."""
    if executable is None:
        try:
            name, _, number = os.confstr('CS_GNU_LIBC_VERSION').partition(' ')
            return name, number
        except (AttributeError, ValueError, OSError):
            pass
    return lib, version


def platform(aliased=False, terse=False):
    """One line about system and machine."""
    info = uname()
    parts = [info.system, info.release]
    if not terse:
        parts.append(info.machine)
        parts.extend(part for part in ('with', ''.join(libc_ver())) if libc_ver()[0])
    elif libc_ver()[0]:
        parts = [info.system, info.release, 'with', ''.join(libc_ver())]
    return '-'.join(part for part in parts if part).replace(' ', '_').replace('/', '-')


def python_implementation():
    """The interpreter's name."""
    return {'cpython': 'CPython'}.get(sys.implementation.name,
                                      sys.implementation.name.capitalize())


def python_version():
    """The version of the language, such as '3.14.0'."""
    return '%d.%d.%d' % sys.version_info[:3]


def python_version_tuple():
    """The same as a tuple of strings."""
    return tuple(map(str, sys.version_info[:3]))


def python_branch():
    """The branch the interpreter was built from."""
    return getattr(sys, '_git', ('', '', ''))[1]


def python_revision():
    """The revision the interpreter was built from."""
    return getattr(sys, '_git', ('', '', ''))[2]


def python_build():
    """(build number, date)."""
    inside = sys.version.partition('(')[2].partition(')')[0]
    name, _, date = inside.partition(',')
    return name.strip(), date.strip()


def python_compiler():
    """What the interpreter was built with."""
    return sys.version.partition('[')[2].partition(']')[0]


def freedesktop_os_release():
    """The fields of /etc/os-release."""
    for path in ('/etc/os-release', '/usr/lib/os-release'):
        try:
            with open(path, encoding='utf-8') as file:
                lines = file.read().splitlines()
        except OSError:
            continue
        import shlex
        info = {'NAME': 'Linux', 'ID': 'linux', 'PRETTY_NAME': 'Linux'}
        for line in lines:
            key, equals, value = line.partition('=')
            if equals and key.isidentifier():
                info[key] = ''.join(shlex.split(value))
        return info
    raise OSError(2, "Unable to read files /etc/os-release, /usr/lib/os-release")


if __name__ == '__main__':
    print(platform(aliased='--nonaliased' not in sys.argv, terse='terse' in sys.argv))
