"""Specific date/time and related types: see _pydatetime."""

from _pydatetime import (MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo)
from _pydatetime import _divide_and_round

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo",
           "MINYEAR", "MAXYEAR", "UTC")
