"""Constants of characters, templates with $names, and the machinery of str.format()."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits",
           "hexdigits", "octdigits", "printable", "punctuation", "whitespace",
           "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdefABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalize each word; without *sep*, runs of whitespace become one space."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


_sentinel_dict = {}


class _TemplatePattern:
    """Template.pattern until it is needed: compiling it takes time and imports re."""

    def __get__(self, instance, cls=None):
        if cls is None:
            return self
        return cls._compile_pattern()


_TemplatePattern = _TemplatePattern()


class Template:
    """A string in which $name or ${name} are placeholders, and $$ is a dollar sign.

    Subclasses may set delimiter, idpattern, braceidpattern, flags or pattern.
    """

    delimiter = "$"
    # The case of ASCII letters only is ignored, whatever the flags.
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None            # re.IGNORECASE

    pattern = _TemplatePattern

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compile_pattern()

    @classmethod
    def _compile_pattern(cls):
        import re
        pattern = cls.__dict__.get("pattern", _TemplatePattern)
        if pattern is _TemplatePattern:
            delim = re.escape(cls.delimiter)
            name = cls.idpattern
            braced = cls.braceidpattern or name
            pattern = rf"""
            {delim}(?:
              (?P<escaped>{delim})  |   # the delimiter twice
              (?P<named>{name})       |   # a name
              {{(?P<braced>{braced})}} |   # a name in braces
              (?P<invalid>)             # anything else is an error
            )
            """
        if cls.flags is None:
            cls.flags = re.IGNORECASE
        pattern = cls.pattern = re.compile(pattern, cls.flags | re.VERBOSE)
        return pattern

    def __init__(self, template):
        self.template = template

    def _invalid(self, mo):
        """Complain about what *mo* matched."""
        i = mo.start("invalid")
        lines = self.template[:i].splitlines(keepends=True)
        if not lines:
            colno = 1
            lineno = 1
        else:
            colno = i - len("".join(lines[:-1]))
            lineno = len(lines)
        raise ValueError(f"Invalid placeholder in string: line {lineno}, col {colno}")

    @staticmethod
    def _merged(mapping, kws):
        if mapping is _sentinel_dict:
            return kws
        if kws:
            from collections import ChainMap
            return ChainMap(kws, mapping)
        return mapping

    def _unrecognized(self):
        return ValueError("Unrecognized named group in pattern", self.pattern)

    def substitute(self, mapping=_sentinel_dict, /, **kws):
        """The string with its placeholders replaced; each must have a value."""
        mapping = self._merged(mapping, kws)

        def convert(mo):
            named = mo.group("named") or mo.group("braced")
            if named is not None:
                return str(mapping[named])
            if mo.group("escaped") is not None:
                return self.delimiter
            if mo.group("invalid") is not None:
                self._invalid(mo)
            raise self._unrecognized()

        return self.pattern.sub(convert, self.template)

    def safe_substitute(self, mapping=_sentinel_dict, /, **kws):
        """As substitute(), but what has no value or is no placeholder stays as it is."""
        mapping = self._merged(mapping, kws)

        def convert(mo):
            named = mo.group("named") or mo.group("braced")
            if named is not None:
                try:
                    return str(mapping[named])
                except KeyError:
                    return mo.group()
            if mo.group("escaped") is not None:
                return self.delimiter
            if mo.group("invalid") is not None:
                return mo.group()
            raise self._unrecognized()

        return self.pattern.sub(convert, self.template)

    def is_valid(self):
        """Whether substitute() would find no invalid placeholder."""
        for mo in self.pattern.finditer(self.template):
            if mo.group("invalid") is not None:
                return False
            if (mo.group("named") is None and mo.group("braced") is None
                    and mo.group("escaped") is None):
                raise self._unrecognized()
        return True

    def get_identifiers(self):
        """The names of the placeholders, in order, each once."""
        names = {}
        for mo in self.pattern.finditer(self.template):
            named = mo.group("named") or mo.group("braced")
            if named is not None:
                names[named] = None
            elif mo.group("invalid") is None and mo.group("escaped") is None:
                raise self._unrecognized()
        return list(names)


class Formatter:
    """str.format() in parts that subclasses may replace."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth,
                 auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, field_name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field_name is None:
                continue
            field_name, auto_arg_index = self._numbered(field_name, auto_arg_index)
            obj, used = self.get_field(field_name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            # The specification may have fields of its own.
            spec, auto_arg_index = self._vformat(
                spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index)
            result.append(self.format_field(obj, spec))
        return "".join(result), auto_arg_index

    @staticmethod
    def _numbered(field_name, auto_arg_index):
        """Number a field that is not; *auto_arg_index* is False once numbers were given."""
        from _string import formatter_field_name_split
        first, _ = formatter_field_name_split(field_name)
        if first == "":
            if auto_arg_index is False:
                raise ValueError("cannot switch from manual field specification to "
                                 "automatic field numbering")
            return str(auto_arg_index) + field_name, auto_arg_index + 1
        if isinstance(first, int):
            if auto_arg_index:
                raise ValueError("cannot switch from automatic field numbering to "
                                 "manual field specification")
            auto_arg_index = False
        return field_name, auto_arg_index

    def get_value(self, key, args, kwargs):
        """The argument that a field names by number or name."""
        if isinstance(key, int):
            return args[key]
        return kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        """Called with what was used; override to check."""

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        """Apply !s, !r or !a."""
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        """Tuples of literal text, field name, specification, conversion."""
        from _string import formatter_parser
        return formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        """The object that "0[name].attr" means, and the key that was used for it."""
        from _string import formatter_field_name_split
        first, rest = formatter_field_name_split(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attr, i in rest:
            obj = getattr(obj, i) if is_attr else obj[i]
        return obj, first
