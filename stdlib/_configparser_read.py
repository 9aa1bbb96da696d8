"""How configparser reads lines."""

import re
import sys

from _configparser_errors import (DuplicateOptionError, DuplicateSectionError,
                                  MissingSectionHeaderError, MultilineContinuationError,
                                  ParsingError)


class _Reader:
    """The part of a parser that knows the syntax."""

    _SECT_TMPL = r"\[(?P<header>.+)\]"
    _OPT_TMPL = r"(?P<option>.*?)\s*(?:(?P<vi>{delim})\s*(?P<value>.*))$"
    _OPT_NV_TMPL = r"(?P<option>.*?)\s*(?:(?P<vi>{delim})\s*(?P<value>.*))?$"
    SECTCRE = re.compile(_SECT_TMPL, re.VERBOSE)
    OPTCRE = re.compile(_OPT_TMPL.format(delim="=|:"))
    OPTCRE_NV = re.compile(_OPT_NV_TMPL.format(delim="=|:"))
    NONSPACECRE = re.compile(r"\S")

    def _set_syntax(self, delimiters, comment_prefixes, inline_comment_prefixes, strict,
                    allow_no_value, empty_lines_in_values):
        self._delimiters = tuple(delimiters)
        if delimiters == ('=', ':'):
            self._optcre = self.OPTCRE_NV if allow_no_value else self.OPTCRE
        else:
            either = "|".join(re.escape(d) for d in delimiters)
            template = self._OPT_NV_TMPL if allow_no_value else self._OPT_TMPL
            self._optcre = re.compile(template.format(delim=either))
        self._comment_prefixes = tuple(comment_prefixes or ())
        self._inline_comment_prefixes = tuple(inline_comment_prefixes or ())
        self._strict = strict
        self._allow_no_value = allow_no_value
        self._empty_lines_in_values = empty_lines_in_values

    def _without_comment(self, line):
        """The line's content, and whether a comment was taken out."""
        stripped = line.strip()
        if stripped.startswith(self._comment_prefixes) and self._comment_prefixes:
            return '', True
        start = sys.maxsize
        for prefix in self._inline_comment_prefixes:
            index = line.find(prefix)
            while index != -1:
                # A comment begins a line or follows white space.
                if index == 0 or line[index - 1].isspace():
                    start = min(start, index)
                    break
                index = line.find(prefix, index + 1)
        if start == sys.maxsize:
            return stripped, False
        return line[:start].strip(), True

    def _read(self, fp, fpname):
        from configparser import UNNAMED_SECTION
        elements_added = set()
        errors = []
        cursect = sectname = optname = None
        indent_level = 0
        for lineno, line in enumerate(fp, 1):
            value, commented = self._without_comment(line)
            if not value:
                if self._empty_lines_in_values:
                    # Empty lines may belong to a value that goes on.
                    if (not commented and cursect is not None and optname
                            and cursect[optname] is not None):
                        cursect[optname].append('')
                else:
                    indent_level = sys.maxsize
                continue
            first = self.NONSPACECRE.search(line)
            cur_indent_level = first.start() if first else 0
            if cursect is not None and optname and cur_indent_level > indent_level:
                if cursect[optname] is None:
                    raise MultilineContinuationError(fpname, lineno, line)
                cursect[optname].append(value)
                continue
            indent_level = cur_indent_level
            header = self.SECTCRE.match(value)
            if header:
                sectname = header.group('header')
                cursect = self._enter_section(sectname, elements_added, fpname, lineno)
                optname = None
                continue
            if cursect is None:
                if not self._allow_unnamed_section:
                    raise MissingSectionHeaderError(fpname, lineno, line)
                sectname = UNNAMED_SECTION
                cursect = self._enter_section(sectname, elements_added, fpname, lineno)
            option = self._optcre.match(value)
            if not option or not option.group('option'):
                errors.append(ParsingError(fpname, lineno, line))
                if not option:
                    continue
            optname, vi, optval = option.group('option', 'vi', 'value')
            optname = self.optionxform(optname.rstrip())
            if self._strict and (sectname, optname) in elements_added:
                raise DuplicateOptionError(sectname, optname, fpname, lineno)
            elements_added.add((sectname, optname))
            cursect[optname] = None if optval is None else [optval.strip()]
        self._join_multiline_values()
        ParsingError._raise_all(errors)

    def _enter_section(self, name, elements_added, fpname, lineno):
        from configparser import SectionProxy
        if name in self._sections:
            if self._strict and name in elements_added:
                raise DuplicateSectionError(name, fpname, lineno)
            elements_added.add(name)
            return self._sections[name]
        if name == self.default_section:
            return self._defaults
        section = self._sections[name] = self._dict()
        self._proxies[name] = SectionProxy(self, name)
        elements_added.add(name)
        return section

    def _join_multiline_values(self):
        for name, options in [(self.default_section, self._defaults), *self._sections.items()]:
            for option, value in options.items():
                if isinstance(value, list):
                    value = '\n'.join(value).rstrip()
                options[option] = self._interpolation.before_read(self, name, option, value)
