"""Calendar arithmetic, ISO formats and checks that the classes of datetime share."""

import time as _time
from operator import index as _index

MINYEAR = 1
MAXYEAR = 9999
MAXORDINAL = 3652059    # date.max.toordinal()

_DAYS_IN_MONTH = [-1, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_DAYS_BEFORE_MONTH = [-1, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
DAYNAMES = [None, "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHNAMES = [None, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def days_in_month(year, month):
    return 29 if month == 2 and is_leap(year) else _DAYS_IN_MONTH[month]


def days_before_month(year, month):
    return _DAYS_BEFORE_MONTH[month] + (month > 2 and is_leap(year))


def ymd2ord(year, month, day):
    return days_before_year(year) + days_before_month(year, month) + day


def ord2ymd(n):
    """Year, month and day of an ordinal."""
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = (n + 50) >> 5
    preceding = days_before_month(year, month)
    if preceding > n:
        month -= 1
        preceding -= days_in_month(year, month)
    return year, month, n - preceding + 1


def build_struct_time(y, m, d, hh, mm, ss, dstflag):
    wday = (ymd2ord(y, m, d) + 6) % 7
    return _time.struct_time((y, m, d, hh, mm, ss, wday, days_before_month(y, m) + d, dstflag))


def iso_week1_monday(year):
    """The ordinal of the Monday of the ISO year's first week."""
    first = ymd2ord(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def check_date_fields(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}, not {year}")
    if not 1 <= month <= 12:
        raise ValueError(f"month must be in 1..12, not {month}")
    last = days_in_month(year, month)
    if not 1 <= day <= last:
        raise ValueError(f"day {day} must be in range 1..{last} for month {month} in year {year}")
    return year, month, day


def check_time_fields(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _index(hour), _index(minute), _index(second), _index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError(f"hour must be in 0..23, not {hour}")
    if not 0 <= minute <= 59:
        raise ValueError(f"minute must be in 0..59, not {minute}")
    if not 0 <= second <= 59:
        raise ValueError(f"second must be in 0..59, not {second}")
    if not 0 <= microsecond <= 999999:
        raise ValueError(f"microsecond must be in 0..999999, not {microsecond}")
    if fold not in (0, 1):
        raise ValueError(f"fold must be either 0 or 1, not {fold}")
    return hour, minute, second, microsecond, fold


def format_offset(off, sep=':'):
    """An offset as +HH:MM[:SS[.ffffff]]."""
    if off is None:
        return ''
    sign = '+'
    if off.days < 0:
        sign = '-'
        off = -off
    hh, rest = divmod(off.days * 86400 + off.seconds, 3600)
    mm, ss = divmod(rest, 60)
    text = f"{sign}{hh:02d}{sep}{mm:02d}"
    if ss or off.microseconds:
        text += f"{sep}{ss:02d}"
        if off.microseconds:
            text += f".{off.microseconds:06d}"
    return text


_TIMESPECS = {'hours': '{:02d}', 'minutes': '{:02d}:{:02d}', 'seconds': '{:02d}:{:02d}:{:02d}',
              'milliseconds': '{:02d}:{:02d}:{:02d}.{:03d}',
              'microseconds': '{:02d}:{:02d}:{:02d}.{:06d}'}


def format_time(hh, mm, ss, us, timespec='auto'):
    if timespec == 'auto':
        timespec = 'microseconds' if us else 'seconds'
    elif timespec == 'milliseconds':
        us //= 1000
    try:
        form = _TIMESPECS[timespec]
    except (KeyError, TypeError):
        raise ValueError('Unknown timespec value') from None
    return form.format(hh, mm, ss, us)


def wrap_strftime(object, format, timetuple):
    """time.strftime() with the codes that need to know microseconds or time zones."""
    out = []
    i, n = 0, len(format)
    while i < n:
        ch = format[i]
        i += 1
        if ch != '%' or i == n:
            out.append(ch)
            continue
        code = format[i]
        i += 1
        if code == 'f':
            out.append('%06d' % getattr(object, 'microsecond', 0))
        elif code == 'z':
            out.append(_offset_of(object, ''))
        elif code == ':' and format[i:i + 1] == 'z':
            i += 1
            out.append(_offset_of(object, ':'))
        elif code == 'Z':
            name = object.tzname() if hasattr(object, 'tzname') else None
            out.append((name or '').replace('%', '%%'))
        elif code in 'YGF' or code == 'C':
            out.append(_year_code(object, code))
        else:
            out.append('%' + code)
    return _time.strftime(''.join(out), timetuple)


def _offset_of(object, sep):
    if not hasattr(object, 'utcoffset'):
        return ''
    return format_offset(object.utcoffset(), sep)


def _year_code(object, code):
    # The C library pads years in its own way: they have four digits here.
    year = getattr(object, 'year', 1900)
    if code == 'G':
        year = object.isocalendar()[0] if hasattr(object, 'isocalendar') else 1900
    if code == 'C':
        return '%02d' % (year // 100)
    return '%04d' % year + ('-%m-%d' if code == 'F' else '')


# --- Parsing ISO 8601

def parse_isoformat_date(text):
    """Year, month and day of YYYY-MM-DD, YYYYMMDD, YYYY-Www-D or YYYYWwwD."""
    if not text.isascii() or len(text) not in (7, 8, 10):
        raise ValueError
    year = _number(text[:4])
    has_sep = text[4] == '-'
    pos = 4 + has_sep
    if text[pos:pos + 1] == 'W':
        pos += 1
        week = _number(text[pos:pos + 2])
        pos += 2
        day = 1
        if len(text) > pos:
            if (text[pos:pos + 1] == '-') != has_sep:
                raise ValueError
            pos += has_sep
            if len(text) != pos + 1:
                raise ValueError
            day = _number(text[pos:])
        return isoweek_to_gregorian(year, week, day)
    month = _number(text[pos:pos + 2])
    pos += 2
    if (text[pos:pos + 1] == '-') != has_sep:
        raise ValueError
    pos += has_sep
    if len(text) != pos + 2:
        raise ValueError
    return year, month, _number(text[pos:])


def _number(text):
    if not text.isdigit() or not text.isascii():
        raise ValueError
    return int(text)


def isoweek_to_gregorian(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}, not {year}")
    if not 0 < week < 53:
        out_of_range = True
        if week == 53:
            # Years that begin on a Thursday, and leap years that begin on a Wednesday, have 53.
            first = ymd2ord(year, 1, 1) % 7
            out_of_range = not (first == 4 or first == 3 and is_leap(year))
        if out_of_range:
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    ordinal = iso_week1_monday(year) + (week - 1) * 7 + day - 1
    if not 1 <= ordinal <= MAXORDINAL:
        raise ValueError(f"ordinal must be in range 1..{MAXORDINAL}")
    return ord2ymd(ordinal)


def date_length(text):
    """How many characters of an ISO date and time belong to the date."""
    if len(text) == 7:
        return 7
    if len(text) < 7:
        raise ValueError
    if text[4] == '-':
        if text[5] != 'W':
            return 10
        if len(text) < 8:
            raise ValueError
        if len(text) > 8 and text[8] == '-':
            # A day of the week follows, or an offset: 2020-W01-1 against 2020-W01-05:00.
            if len(text) == 9:
                raise ValueError
            if len(text) > 10 and text[10].isdigit():
                return 8
            return 10
        return 8
    if text[4] == 'W':
        # Digits in a row: the date has seven of them, or eight with a day of the week.
        pos = 7
        while pos < len(text) and text[pos].isdigit():
            pos += 1
        if pos < 9:
            return pos
        return 7 if pos % 2 == 0 else 8
    return 8


def parse_hms(text):
    """Hour, minute, second and microsecond of HH[:MM[:SS[.fff[fff]]]], colons left out or not."""
    parts = [0, 0, 0, 0]
    pos = 0
    has_sep = None
    for component in range(3):
        if not text[pos:pos + 2].isdigit() or len(text) - pos < 2:
            raise ValueError("Incomplete time component")
        parts[component] = int(text[pos:pos + 2])
        pos += 2
        following = text[pos:pos + 1]
        if has_sep is None:
            has_sep = following == ':'
        if not following or component == 2:
            break
        if has_sep:
            if following != ':':
                if component == 0 or following not in '.,':
                    raise ValueError(f"Invalid time separator: {following!r}")
                raise ValueError("Invalid time separator")
            pos += 1
    if pos < len(text):
        if text[pos] not in '.,' or component != 2:
            raise ValueError("Invalid microsecond component")
        digits = text[pos + 1:]
        if not digits or not digits.isdigit() or not digits.isascii():
            raise ValueError("Non-digit values in fraction")
        parts[3] = int(digits[:6].ljust(6, '0'))
    return parts


def parse_isoformat_time(text, make_timezone):
    """Hour, minute, second, microsecond and tzinfo, and whether the time was 24:00."""
    if len(text) < 2:
        raise ValueError("Isoformat time too short")
    sign_at = max(text.find('-'), text.find('+'), text.find('Z'))
    tzinfo = None
    if sign_at >= 0:
        offset = text[sign_at + 1:]
        sign = text[sign_at]
        text = text[:sign_at]
        if sign == 'Z':
            if offset:
                raise ValueError("Malformed time zone string")
            tzinfo = make_timezone(1, [0, 0, 0, 0])
        else:
            if len(offset) in (0, 1, 3) and offset[2:3] != ':':
                raise ValueError("Malformed time zone string")
            parts = parse_hms(offset)
            if parts[1] > 59 or parts[2] > 59:
                raise ValueError("minute must be in 0..59")
            tzinfo = make_timezone(-1 if sign == '-' else 1, parts)
    parts = parse_hms(text)
    ends_day = parts[0] == 24
    if ends_day:
        if any(parts[1:]):
            raise ValueError("minute, second, and microsecond must be 0 when hour is 24")
        parts[0] = 0
    return *parts, tzinfo, ends_day
