"""Reading the texts that packages come with."""

import re


class Prepared:
    """A name to look for; None fits everything."""

    def __init__(self, name):
        self.name = name
        self.normalized = None if name is None else self.normalize(name)

    @staticmethod
    def normalize(name):
        """The form in which names are compared."""
        return re.sub(r"[-_.]+", "-", name).lower().replace('-', '_')

    @staticmethod
    def name_of(folder):
        """The name in NAME-VERSION.dist-info and its like."""
        stem, _, suffix = folder.rpartition('.')
        if suffix.lower() not in ('dist-info', 'egg-info'):
            return None
        return stem.partition('-')[0]

    def fits(self, folder):
        if self.normalized is None or folder == 'EGG-INFO':
            return True
        name = self.name_of(folder)
        return name is not None and self.normalize(name) == self.normalized


def sections(text):
    """(section, line) for each line that says something."""
    section = None
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith('#'):
            continue
        if line.startswith('[') and line.endswith(']'):
            section = line[1:-1]
        else:
            yield section, line


class Headers:
    """The headers of a metadata file, and its text as `Description`."""

    _MULTIPLE = {'classifier', 'obsoletes-dist', 'platform', 'project-url', 'provides-dist',
                 'provides-extra', 'requires-dist', 'requires-external',
                 'supported-platform', 'dynamic'}

    def __init__(self, text):
        self._headers = []
        head, _, body = text.partition('\n\n')
        for line in head.splitlines():
            if line[:1] in (' ', '\t') and self._headers:
                name, value = self._headers[-1]
                rest = line[8:] if line.startswith(' ' * 8) else line.lstrip().lstrip('|')
                self._headers[-1] = (name, value + '\n' + rest)
                continue
            name, colon, value = line.partition(':')
            if colon:
                self._headers.append((name.strip(), value.strip()))
        self._body = body
        if body:
            self._headers.append(('Description', body))

    def __len__(self):
        return len(self._headers)

    def __contains__(self, item):
        return self.get(item) is not None

    def __iter__(self):
        return iter(self.keys())

    def __getitem__(self, key):
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def get(self, name, failobj=None):
        for key, value in self._headers:
            if key.lower() == name.lower():
                return value
        return failobj

    def get_all(self, name, failobj=None):
        found = [value for key, value in self._headers if key.lower() == name.lower()]
        return found or failobj

    def keys(self):
        return [key for key, value in self._headers]

    def values(self):
        return [value for key, value in self._headers]

    def items(self):
        return list(self._headers)

    def get_payload(self):
        return self._body

    @property
    def json(self):
        """The metadata as PEP 566 has them in JSON."""
        result = {}
        for key in dict.fromkeys(key.lower() for key in self.keys()):
            value = self.get_all(key) if key in self._MULTIPLE else self[key]
            if key == 'keywords':
                value = re.split(r'\s+', value)
            result[key.replace('-', '_')] = value
        return result


def read_metadata(text):
    """The metadata in a text."""
    return Headers(text)
