"""time.strptime() and the strptime() methods of datetime: formats become regular expressions."""

import locale
import re
import time
from datetime import date as datetime_date
from datetime import datetime as datetime_datetime
from datetime import timedelta as datetime_timedelta
from datetime import timezone as datetime_timezone
from re import escape as _escape

__all__ = []

_WEEK = tuple((1999, 3, 15 + day, 0, 0, 0, day, 74 + day, 0) for day in range(7))
_EXAMPLE = (1999, 3, 17, 22, 44, 55, 2, 76, 0)


class LocaleTime:
    """Names and formats of the locale that is set."""

    def __init__(self):
        self.lang = locale.getlocale(locale.LC_TIME)
        self.tzname = time.tzname
        self.daylight = time.daylight
        form = time.strftime
        self.a_weekday = [form('%a', day).lower() for day in _WEEK]
        self.f_weekday = [form('%A', day).lower() for day in _WEEK]
        months = [(1999, month, 1, 0, 0, 0, 0, 1, 0) for month in range(1, 13)]
        self.a_month = [''] + [form('%b', month).lower() for month in months]
        self.f_month = [''] + [form('%B', month).lower() for month in months]
        self.am_pm = [form('%p', (1999, 3, 17, hour, 44, 55, 2, 76, 0)).lower() for hour in (1, 22)]
        self.LC_date_time = self._format('%c')
        self.LC_date = self._format('%x')
        self.LC_time = self._format('%X')
        self.LC_time_ampm = self._format('%r') or '%I:%M:%S %p'
        self.timezone = (frozenset({'utc', 'gmt', self.tzname[0].lower()}),
                         frozenset({self.tzname[1].lower()}) if self.daylight else frozenset())

    def _format(self, code):
        """How the locale writes dates: an example, with what stands in it replaced by codes."""
        text = time.strftime(code, _EXAMPLE).lower()
        replacements = [('%', '%%'), (self.f_weekday[2], '%A'), (self.f_month[3], '%B'),
                        (self.a_weekday[2], '%a'), (self.a_month[3], '%b'), (self.am_pm[1], '%p'),
                        ('1999', '%Y'), ('99', '%y'), ('22', '%H'), ('44', '%M'), ('55', '%S'),
                        ('76', '%j'), ('17', '%d'), ('03', '%m'), ('3', '%m'), ('2', '%w'),
                        ('10', '%I')]
        for known, replacement in replacements:
            if known:
                text = text.replace(known, replacement)
        return text


def _names(choices, group):
    """A group for names: the longest come first, as some begin like others."""
    choices = sorted(filter(None, choices), key=len, reverse=True)
    return '(?P<%s>%s)' % (group, '|'.join(map(_escape, choices))) if choices else ''


class TimeRE(dict):
    """Regular expressions by format code."""

    def __init__(self, locale_time=None):
        self.locale_time = lt = locale_time or LocaleTime()
        super().__init__({
            'd': r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
            'f': r"(?P<f>[0-9]{1,6})",
            'H': r"(?P<H>2[0-3]|[0-1]\d|\d| \d)",
            'I': r"(?P<I>1[0-2]|0[1-9]|[1-9]| [1-9])",
            'G': r"(?P<G>\d\d\d\d)",
            'j': r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
            'm': r"(?P<m>1[0-2]|0[1-9]|[1-9])",
            'M': r"(?P<M>[0-5]\d|\d)",
            'S': r"(?P<S>6[0-1]|[0-5]\d|\d)",
            'U': r"(?P<U>5[0-3]|[0-4]\d|\d)",
            'W': r"(?P<W>5[0-3]|[0-4]\d|\d)",
            'w': r"(?P<w>[0-6])",
            'u': r"(?P<u>[1-7])",
            'V': r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
            'y': r"(?P<y>\d\d)",
            'Y': r"(?P<Y>\d\d\d\d)",
            'z': r"(?P<z>([+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?)|(?-i:Z))?",
            'A': _names(lt.f_weekday, 'A'),
            'a': _names(lt.a_weekday, 'a'),
            'B': _names(lt.f_month[1:], 'B'),
            'b': _names(lt.a_month[1:], 'b'),
            'p': _names(lt.am_pm, 'p'),
            'Z': _names((name for names in lt.timezone for name in names), 'Z'),
            '%': '%',
        })
        self['h'] = self['b']
        for code, form in (('r', lt.LC_time_ampm), ('c', lt.LC_date_time), ('x', lt.LC_date),
                           ('X', lt.LC_time), ('T', '%H:%M:%S'), ('R', '%H:%M'),
                           ('D', '%m/%d/%y'), ('F', '%Y-%m-%d'), ('n', r'\s+'), ('t', r'\s+')):
            self[code] = form if code in 'nt' else self.pattern(form)

    def pattern(self, format):
        """The regular expression of a format."""
        out = []
        i = 0
        while i < len(format):
            ch = format[i]
            i += 1
            if ch == '%':
                code = format[i:i + 1]
                i += 1
                if code == ':' and format[i:i + 1] == 'z':
                    code, i = 'z', i + 1
                if not code:
                    raise IndexError
                if code not in self:
                    raise KeyError(code)
                out.append(self[code])
            elif ch.isspace():
                while i < len(format) and format[i].isspace():
                    i += 1
                out.append(r'\s+')
            else:
                out.append(_escape(ch))
        return ''.join(out)

    def compile(self, format):
        return re.compile(self.pattern(format), re.IGNORECASE)


_cache = None
_regex_cache = {}
_CACHE_MAX_SIZE = 100


def _regex(format):
    global _cache
    known = _cache and _cache.locale_time
    if (known is None or known.lang != locale.getlocale(locale.LC_TIME)
            or known.tzname != time.tzname or known.daylight != time.daylight):
        _cache = TimeRE()
        _regex_cache.clear()
    regex = _regex_cache.get(format)
    if regex is None:
        if len(_regex_cache) > _CACHE_MAX_SIZE:
            _regex_cache.clear()
        try:
            regex = _cache.compile(format)
        except KeyError as err:
            raise ValueError("'%s' is a bad directive in format '%s'" % (err.args[0], format)) from None
        except IndexError:
            raise ValueError("stray %% in format '%s'" % format) from None
        except re.error as err:
            raise ValueError(f"bad format {format!r}: {err}") from None
        _regex_cache[format] = regex
    return regex


def _calc_julian_from_U_or_W(year, week_of_year, day_of_week, week_starts_Mon):
    """The day of the year for a week and a weekday (Monday is 0)."""
    first_weekday = datetime_date(year, 1, 1).weekday()
    if not week_starts_Mon:
        first_weekday = (first_weekday + 1) % 7
        day_of_week = (day_of_week + 1) % 7
    week_0_length = (7 - first_weekday) % 7
    if week_of_year == 0:
        return 1 + day_of_week - first_weekday
    return 1 + week_0_length + 7 * (week_of_year - 1) + day_of_week


class _Fields:
    """What was read of a date."""

    def __init__(self):
        self.year = self.iso_year = self.iso_week = self.week = None
        self.month = self.day = 1
        self.hour = self.minute = self.second = self.fraction = 0
        self.weekday = self.julian = None
        self.week_starts_Mon = False
        self.tz = -1
        self.gmtoff = None
        self.gmtoff_fraction = 0
        self.given = set()

    def read(self, found, lt):
        groups = found.groupdict()
        for code, text in groups.items():
            if text is None:
                continue
            self.given.add(code)
            if code == 'y':
                year = int(text)
                self.year = year + (2000 if year <= 68 else 1900)
            elif code == 'Y':
                self.year = int(text)
            elif code == 'G':
                self.iso_year = int(text)
            elif code == 'm':
                self.month = int(text)
            elif code == 'B':
                self.month = lt.f_month.index(text.lower())
            elif code == 'b':
                self.month = lt.a_month.index(text.lower())
            elif code == 'd':
                self.day = int(text)
            elif code == 'H':
                self.hour = int(text)
            elif code == 'I':
                self.hour = self._twelve(int(text), (groups.get('p') or '').lower(), lt)
            elif code == 'M':
                self.minute = int(text)
            elif code == 'S':
                self.second = int(text)
            elif code == 'f':
                self.fraction = int(text.ljust(6, '0'))
            elif code == 'A':
                self.weekday = lt.f_weekday.index(text.lower())
            elif code == 'a':
                self.weekday = lt.a_weekday.index(text.lower())
            elif code == 'w':
                self.weekday = (int(text) - 1) % 7
            elif code == 'u':
                self.weekday = int(text) - 1
            elif code == 'j':
                self.julian = int(text)
            elif code in 'UW':
                self.week = int(text)
                self.week_starts_Mon = code == 'W'
            elif code == 'V':
                self.iso_week = int(text)
            elif code == 'z':
                self._offset(text)
            elif code == 'Z':
                self._zone(text.lower(), lt)

    def _twelve(self, hour, ampm, lt):
        if ampm in ('', lt.am_pm[0]):
            return 0 if hour == 12 else hour
        if ampm == lt.am_pm[1]:
            return hour if hour == 12 else hour + 12
        return hour

    def _offset(self, z):
        if z in ('Z', ''):
            self.gmtoff = 0
            return
        if z[3] == ':':
            z = z[:3] + z[4:]
            if len(z) > 5:
                if z[5] != ':':
                    raise ValueError(f"Inconsistent use of : in {z[:3] + ':' + z[3:]}")
                z = z[:5] + z[6:]
        hours, minutes, seconds = int(z[1:3]), int(z[3:5]), int(z[5:7] or 0)
        self.gmtoff = hours * 3600 + minutes * 60 + seconds
        self.gmtoff_fraction = int(z[8:].ljust(6, '0') or 0)
        if z.startswith('-'):
            self.gmtoff = -self.gmtoff
            self.gmtoff_fraction = -self.gmtoff_fraction

    def _zone(self, name, lt):
        for value, names in enumerate(lt.timezone):
            if name in names:
                # A name that stands for both times says nothing about which one it is.
                if time.tzname[0] == time.tzname[1] and time.daylight and name not in ('utc', 'gmt'):
                    break
                self.tz = value
                break

    def check(self):
        if self.iso_year is not None:
            if self.julian is not None:
                raise ValueError("Day of the year directive '%j' is not compatible with ISO year "
                                 "directive '%G'. Use '%Y' instead.")
            if self.iso_week is None or self.weekday is None:
                raise ValueError("ISO year directive '%G' must be used with the ISO week directive "
                                 "'%V' and a weekday directive ('%A', '%a', '%w', or '%u').")
        elif self.iso_week is not None:
            if self.year is None or self.weekday is None:
                raise ValueError("ISO week directive '%V' must be used with the ISO year directive "
                                 "'%G' and a weekday directive ('%A', '%a', '%w', or '%u').")
            raise ValueError("ISO week directive '%V' is incompatible with the year directive "
                             "'%Y'. Use the ISO year '%G' instead.")

    def complete(self):
        """Work out what was not given."""
        leap_year_fix = False
        if self.year is None and self.month == 2 and self.day == 29:
            self.year = 1904    # a leap year, for the check of the day
            leap_year_fix = True
        elif self.year is None:
            self.year = 1900
        if self.julian is None and self.weekday is not None:
            if self.week is not None:
                self.julian = _calc_julian_from_U_or_W(self.year, self.week, self.weekday,
                                                       self.week_starts_Mon)
            elif self.iso_year is not None:
                day = datetime_date.fromisocalendar(self.iso_year, self.iso_week, self.weekday + 1)
                self.year, self.month, self.day = day.year, day.month, day.day
                self.julian = day.toordinal() - datetime_date(day.year, 1, 1).toordinal() + 1
            if self.julian is not None and self.julian <= 0:
                self.year -= 1
                yday = 366 if datetime_date(self.year, 12, 31).timetuple().tm_yday == 366 else 365
                self.julian += yday
        if self.julian is None:
            self.julian = (datetime_date(self.year, self.month, self.day).toordinal()
                           - datetime_date(self.year, 1, 1).toordinal() + 1)
        else:
            day = datetime_date.fromordinal(self.julian - 1
                                            + datetime_date(self.year, 1, 1).toordinal())
            self.year, self.month, self.day = day.year, day.month, day.day
        if self.weekday is None:
            self.weekday = datetime_date(self.year, self.month, self.day).weekday()
        if leap_year_fix:
            self.year = 1900


def _strptime(data_string, format="%a %b %d %H:%M:%S %Y"):
    """What a text says under a format: time tuple, fraction and fraction of the offset."""
    for name, arg in (('0', data_string), ('1', format)):
        if not isinstance(arg, str):
            raise TypeError("strptime() argument {} must be str, not {}".format(name, type(arg)))
    found = _regex(format).match(data_string)
    if not found:
        raise ValueError("time data %r does not match format %r" % (data_string, format))
    if len(data_string) != found.end():
        raise ValueError("unconverted data remains: %s" % data_string[found.end():])
    fields = _Fields()
    fields.read(found, _cache.locale_time)
    fields.check()
    fields.complete()
    tzname = found.groupdict().get("Z")
    return ((fields.year, fields.month, fields.day, fields.hour, fields.minute, fields.second,
             fields.weekday, fields.julian, fields.tz, tzname, fields.gmtoff),
            fields.fraction, fields.gmtoff_fraction)


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    """For time.strptime()."""
    tt = _strptime(data_string, format)[0]
    return time.struct_time(tt[:time._STRUCT_TM_ITEMS if hasattr(time, '_STRUCT_TM_ITEMS') else 11])


def _strptime_datetime_date(cls, data_string, format="%a %b %d %Y"):
    """For date.strptime()."""
    tt, _, _ = _strptime(data_string, format)
    return cls(*tt[:3])


def _timezone(tt, gmtoff_fraction):
    tzname, gmtoff = tt[-2:]
    if gmtoff is None:
        return None
    delta = datetime_timedelta(seconds=gmtoff, microseconds=gmtoff_fraction)
    return datetime_timezone(delta, tzname) if tzname else datetime_timezone(delta)


def _strptime_datetime_time(cls, data_string, format="%H:%M:%S"):
    """For time.strptime()."""
    tt, fraction, gmtoff_fraction = _strptime(data_string, format)
    tz = _timezone(tt, gmtoff_fraction)
    return cls(*tt[3:6], fraction, tz)


def _strptime_datetime_datetime(cls, data_string, format="%a %b %d %H:%M:%S %Y"):
    """For datetime.strptime()."""
    tt, fraction, gmtoff_fraction = _strptime(data_string, format)
    args = tt[:6] + (fraction,)
    tz = _timezone(tt, gmtoff_fraction)
    return cls(*args) if tz is None else cls(*args, tz)


_strptime_datetime = _strptime_datetime_datetime
