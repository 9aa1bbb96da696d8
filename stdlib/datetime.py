"""Specific date/time and related types: see _pydatetime."""

from _pydatetime import (MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo)

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo",
           "MINYEAR", "MAXYEAR", "UTC")
