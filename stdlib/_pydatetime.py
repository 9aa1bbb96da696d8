"""The classes of datetime, which are written in Python: see _datetime_delta, _datetime_date, _datetime_moment."""

from _datetime_calc import MAXYEAR, MINYEAR
from _datetime_date import IsoCalendarDate, date, time
from _datetime_delta import UTC, _divide_and_round, timedelta, timezone, tzinfo
from _datetime_moment import datetime

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo",
           "MINYEAR", "MAXYEAR", "UTC")
