from datetime import date, datetime, time, timedelta, timezone
moment = datetime(2024, 2, 28, 23, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
print(moment + timedelta(days=1, hours=1), moment.astimezone(timezone.utc))  # expect: 2024-03-01 00:30:00+05:30 2024-02-28 18:00:00+00:00
print(repr(date(2024, 12, 30).isocalendar()[:]), date(2024, 1, 1).weekday())  # expect: (2025, 1, 1) 0
print(datetime.fromisoformat("2020-01-01T10:20:30.5+02:00"), time.fromisoformat("10:20"))  # expect: 2020-01-01 10:20:30.500000+02:00 10:20:00
print(timedelta(days=-1, seconds=5), timedelta(1) / timedelta(hours=7), divmod(timedelta(5), timedelta(2)))
# expect: -1 day, 0:00:05 3.4285714285714284 (2, datetime.timedelta(days=1))
print(datetime.strptime("3 Mar 2021 04:05 PM", "%d %b %Y %I:%M %p"))  # expect: 2021-03-03 16:05:00
print(datetime(2020, 5, 17, 1, 2, 3, 4).strftime("%Y/%m/%d %H:%M:%S.%f %j %a"))  # expect: 2020/05/17 01:02:03.000004 138 Sun
print(moment.timestamp(), datetime.fromtimestamp(0, timezone.utc))  # expect: 1709143200.0 1970-01-01 00:00:00+00:00
try: datetime(2023, 2, 29)
except ValueError: print("no such day")  # expect: no such day
