"""The classes of datetime, under the name that programs look for native ones."""

from _pydatetime import (MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo)
