//! The rows of the methods that `bytes` and `bytearray` share, for their two tables.

/// A table of methods: the shared ones, then those given.
#[macro_export]
macro_rules! octet_methods {
    ($($extra:expr,)*) => {{
        use $crate::builtins::bytes::{shared, split};
        use $crate::native::{classmethod, method, staticmethod, wrap};
        &[
            method("capitalize(self, /)", "Return a copy with only its first character capitalized (ASCII) and the rest lower-cased.", wrap(shared::capitalize)),
            method("center(self, width, fillchar=b' ', /)", "Return a centered string of length width.", wrap(shared::center)),
            method("count(self, sub, start=None, end=None, /)", "Return the number of non-overlapping occurrences of subsection 'sub'.", wrap(shared::count)),
            method("decode(self, /, encoding='utf-8', errors='strict')", "Decode the bytes using the codec registered for encoding.", wrap(shared::decode)),
            method("endswith(self, suffix, start=None, end=None, /)", "Return True if the object ends with the specified suffix, False otherwise.", wrap(shared::endswith)),
            method("expandtabs(self, /, tabsize=8)", "Return a copy where all tab characters are expanded using spaces.", wrap(shared::expandtabs)),
            method("find(self, sub, start=None, end=None, /)", "Return the lowest index where subsection 'sub' is found, or -1.", wrap(shared::find)),
            classmethod("fromhex(cls, string, /)", "Create an object from a string of hexadecimal numbers.", wrap(shared::fromhex)),
            method("hex(self, sep=<unrepresentable>, bytes_per_sep=1)", "Create a string of hexadecimal numbers.\n\nA separator goes between groups of bytes_per_sep bytes, counted from the right,\nor from the left where bytes_per_sep is negative.\n\n>>> data = b'\\x0a\\xfe\\x31'\n>>> data.hex()\n'0afe31'\n>>> data.hex('-')\n'0a-fe-31'\n>>> data.hex(' ', 2)\n'0a fe31'", wrap(shared::hex)),
            method("index(self, sub, start=None, end=None, /)", "Return the lowest index where subsection 'sub' is found.", wrap(shared::index)),
            method("isalnum(self, /)", "Return True if all characters are alphanumeric and there is at least one.", wrap(shared::isalnum)),
            method("isalpha(self, /)", "Return True if all characters are alphabetic and there is at least one.", wrap(shared::isalpha)),
            method("isascii(self, /)", "Return True if the object is empty or all characters are ASCII.", wrap(shared::isascii)),
            method("isdigit(self, /)", "Return True if all characters are digits and there is at least one.", wrap(shared::isdigit)),
            method("islower(self, /)", "Return True if all cased characters are lowercase and there is at least one.", wrap(shared::islower)),
            method("isspace(self, /)", "Return True if all characters are whitespace and there is at least one.", wrap(shared::isspace)),
            method("istitle(self, /)", "Return True if the object is titlecased and there is at least one cased character.", wrap(shared::istitle)),
            method("isupper(self, /)", "Return True if all cased characters are uppercase and there is at least one.", wrap(shared::isupper)),
            method("join(self, iterable_of_bytes, /)", "Concatenate any number of bytes objects.", wrap(split::join)),
            method("ljust(self, width, fillchar=b' ', /)", "Return a left-justified string of length width.", wrap(shared::ljust)),
            method("lower(self, /)", "Return a copy with all ASCII characters converted to lowercase.", wrap(shared::lower)),
            method("lstrip(self, bytes=None, /)", "Strip leading bytes contained in the argument.", wrap(shared::lstrip)),
            staticmethod("maketrans(frm, to, /)", "Return a translation table usable for the bytes or bytearray translate method.", wrap(shared::maketrans)),
            method("partition(self, sep, /)", "Partition into three parts using the given separator.", wrap(split::partition)),
            method("removeprefix(self, prefix, /)", "Return a copy with the given prefix removed if present.", wrap(shared::removeprefix)),
            method("removesuffix(self, suffix, /)", "Return a copy with the given suffix removed if present.", wrap(shared::removesuffix)),
            method("replace(self, old, new, count=-1, /)", "Return a copy with all occurrences of substring old replaced by new.", wrap(shared::replace)),
            method("rfind(self, sub, start=None, end=None, /)", "Return the highest index where subsection 'sub' is found, or -1.", wrap(shared::rfind)),
            method("rindex(self, sub, start=None, end=None, /)", "Return the highest index where subsection 'sub' is found.", wrap(shared::rindex)),
            method("rjust(self, width, fillchar=b' ', /)", "Return a right-justified string of length width.", wrap(shared::rjust)),
            method("rpartition(self, sep, /)", "Partition into three parts using the given separator, from the right.", wrap(split::rpartition)),
            method("rsplit(self, /, sep=None, maxsplit=-1)", "Return a list of the sections, using sep as the delimiter, from the right.", wrap(split::rsplit)),
            method("rstrip(self, bytes=None, /)", "Strip trailing bytes contained in the argument.", wrap(shared::rstrip)),
            method("split(self, /, sep=None, maxsplit=-1)", "Return a list of the sections, using sep as the delimiter.", wrap(split::split)),
            method("splitlines(self, /, keepends=False)", "Return a list of the lines, breaking at line boundaries.", wrap(split::splitlines)),
            method("startswith(self, prefix, start=None, end=None, /)", "Return True if the object starts with the specified prefix, False otherwise.", wrap(shared::startswith)),
            method("strip(self, bytes=None, /)", "Strip leading and trailing bytes contained in the argument.", wrap(shared::strip)),
            method("swapcase(self, /)", "Return a copy with uppercase ASCII characters converted to lowercase and vice versa.", wrap(shared::swapcase)),
            method("title(self, /)", "Return a titlecased version.", wrap(shared::title)),
            method("translate(self, table, /, delete=b'')", "Return a copy with each character mapped by the given translation table.", wrap(shared::translate)),
            method("upper(self, /)", "Return a copy with all ASCII characters converted to uppercase.", wrap(shared::upper)),
            method("zfill(self, width, /)", "Pad a numeric string with zeros on the left, to fill a field of the given width.", wrap(shared::zfill)),
            $($extra,)*
        ]
    }};
}
