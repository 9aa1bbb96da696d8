//! The table of `str`'s methods.

use super::{affix, case, layout, predicates, search, split, translate};
use crate::native::{Native, method, staticmethod, wrap};

pub static METHODS: &[Native] = &[
    method(
        "capitalize(self, /)",
        "Return a capitalized version of the string.\n\nMore specifically, make the first character have upper case and the rest lower\ncase.",
        wrap(case::capitalize),
    ),
    method(
        "casefold(self, /)",
        "Return a version of the string suitable for caseless comparisons.",
        wrap(case::casefold),
    ),
    method(
        "center(self, width, fillchar=' ', /)",
        "Return a centered string of length width.\n\nPadding is done using the specified fill character (default is a space).",
        wrap(layout::center),
    ),
    method(
        "count(self, sub, start=None, end=None, /)",
        "Return the number of non-overlapping occurrences of substring sub in string S[start:end].",
        wrap(search::count),
    ),
    method(
        "encode(self, /, encoding='utf-8', errors='strict')",
        "Encode the string using the codec registered for encoding.",
        wrap(layout::encode),
    ),
    method(
        "endswith(self, suffix, start=None, end=None, /)",
        "Return True if the string ends with the specified suffix, False otherwise.",
        wrap(affix::endswith),
    ),
    method(
        "expandtabs(self, /, tabsize=8)",
        "Return a copy where all tab characters are expanded using spaces.",
        wrap(layout::expandtabs),
    ),
    method(
        "find(self, sub, start=None, end=None, /)",
        "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].",
        wrap(search::find),
    ),
    method(
        "format(self, /, *args, **kwargs)",
        "Return a formatted version of the string, using substitutions from args and kwargs.",
        wrap(layout::format),
    ),
    method(
        "format_map(self, mapping, /)",
        "Return a formatted version of the string, using substitutions from mapping.",
        wrap(layout::format_map),
    ),
    method(
        "index(self, sub, start=None, end=None, /)",
        "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].",
        wrap(search::index),
    ),
    method(
        "isalnum(self, /)",
        "Return True if the string is an alpha-numeric string, False otherwise.",
        wrap(predicates::isalnum),
    ),
    method(
        "isalpha(self, /)",
        "Return True if the string is an alphabetic string, False otherwise.",
        wrap(predicates::isalpha),
    ),
    method(
        "isascii(self, /)",
        "Return True if all characters in the string are ASCII, False otherwise.",
        wrap(predicates::isascii),
    ),
    method(
        "isdecimal(self, /)",
        "Return True if the string is a decimal string, False otherwise.",
        wrap(predicates::isdecimal),
    ),
    method(
        "isdigit(self, /)",
        "Return True if the string is a digit string, False otherwise.",
        wrap(predicates::isdigit),
    ),
    method(
        "isidentifier(self, /)",
        "Return True if the string is a valid Python identifier, False otherwise.",
        wrap(predicates::isidentifier),
    ),
    method(
        "islower(self, /)",
        "Return True if the string is a lowercase string, False otherwise.",
        wrap(predicates::islower),
    ),
    method(
        "isnumeric(self, /)",
        "Return True if the string is a numeric string, False otherwise.",
        wrap(predicates::isnumeric),
    ),
    method(
        "isprintable(self, /)",
        "Return True if all characters in the string are printable, False otherwise.",
        wrap(predicates::isprintable),
    ),
    method(
        "isspace(self, /)",
        "Return True if the string is a whitespace string, False otherwise.",
        wrap(predicates::isspace),
    ),
    method(
        "istitle(self, /)",
        "Return True if the string is a title-cased string, False otherwise.",
        wrap(case::istitle),
    ),
    method(
        "isupper(self, /)",
        "Return True if the string is an uppercase string, False otherwise.",
        wrap(predicates::isupper),
    ),
    method(
        "join(self, iterable, /)",
        "Concatenate any number of strings.\n\nThe string whose method is called is inserted in between each given string.",
        wrap(split::join),
    ),
    method(
        "ljust(self, width, fillchar=' ', /)",
        "Return a left-justified string of length width.",
        wrap(layout::ljust),
    ),
    method("lower(self, /)", "Return a copy of the string converted to lowercase.", wrap(case::lower)),
    method(
        "lstrip(self, chars=None, /)",
        "Return a copy of the string with leading whitespace removed.",
        wrap(affix::lstrip),
    ),
    staticmethod(
        "maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)",
        "Return a translation table usable for str.translate().",
        wrap(translate::maketrans),
    ),
    method(
        "partition(self, sep, /)",
        "Partition the string into three parts using the given separator.",
        wrap(split::partition),
    ),
    method(
        "removeprefix(self, prefix, /)",
        "Return a str with the given prefix string removed if present.",
        wrap(affix::removeprefix),
    ),
    method(
        "removesuffix(self, suffix, /)",
        "Return a str with the given suffix string removed if present.",
        wrap(affix::removesuffix),
    ),
    method(
        "replace(self, old, new, /, count=-1)",
        "Return a copy with all occurrences of substring old replaced by new.",
        wrap(search::replace),
    ),
    method(
        "rfind(self, sub, start=None, end=None, /)",
        "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].",
        wrap(search::rfind),
    ),
    method(
        "rindex(self, sub, start=None, end=None, /)",
        "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].",
        wrap(search::rindex),
    ),
    method(
        "rjust(self, width, fillchar=' ', /)",
        "Return a right-justified string of length width.",
        wrap(layout::rjust),
    ),
    method(
        "rpartition(self, sep, /)",
        "Partition the string into three parts using the given separator.",
        wrap(split::rpartition),
    ),
    method(
        "rsplit(self, /, sep=None, maxsplit=-1)",
        "Return a list of the substrings in the string, using sep as the separator string.",
        wrap(split::rsplit),
    ),
    method(
        "rstrip(self, chars=None, /)",
        "Return a copy of the string with trailing whitespace removed.",
        wrap(affix::rstrip),
    ),
    method(
        "split(self, /, sep=None, maxsplit=-1)",
        "Return a list of the substrings in the string, using sep as the separator string.",
        wrap(split::split),
    ),
    method(
        "splitlines(self, /, keepends=False)",
        "Return a list of the lines in the string, breaking at line boundaries.",
        wrap(split::splitlines),
    ),
    method(
        "startswith(self, prefix, start=None, end=None, /)",
        "Return True if the string starts with the specified prefix, False otherwise.",
        wrap(affix::startswith),
    ),
    method(
        "strip(self, chars=None, /)",
        "Return a copy of the string with leading and trailing whitespace removed.",
        wrap(affix::strip),
    ),
    method(
        "swapcase(self, /)",
        "Convert uppercase characters to lowercase and lowercase characters to uppercase.",
        wrap(case::swapcase),
    ),
    method("title(self, /)", "Return a version of the string where each word is titlecased.", wrap(case::title)),
    method(
        "translate(self, table, /)",
        "Replace each character in the string using the given translation table.",
        wrap(translate::translate),
    ),
    method("upper(self, /)", "Return a copy of the string converted to uppercase.", wrap(case::upper)),
    method(
        "zfill(self, width, /)",
        "Pad a numeric string with zeros on the left, to fill a field of the given width.",
        wrap(layout::zfill),
    ),
    method(
        "__format__(self, format_spec, /)",
        "Return a formatted version of the string as described by format_spec.",
        wrap(layout::format_method),
    ),
    method("__getnewargs__(self, /)", "", wrap(layout::getnewargs)),
    method("__sizeof__(self, /)", "Return the size of the string in memory, in bytes.", wrap(layout::sizeof)),
];
