import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(message)s", force=True)
try: 1 / 0
except ZeroDivisionError: logging.exception("failed")  # expect: failed
# expect: Traceback (most recent call last):
# expect:   File "/work/wt/tests/tests/lang/logging/basic/exceptions_are_shown.py", line 3, in <module>
# expect:     try: 1 / 0
# expect:          ~~^~~
# expect: ZeroDivisionError: division by zero
