import io, logging
out = io.StringIO()
logging.basicConfig(stream=out, format="%(message)s", force=True)
try: 1 / 0
except ZeroDivisionError: logging.exception("failed")
lines = out.getvalue().splitlines()
print(lines[:2], lines[-1])
# expect: ['failed', 'Traceback (most recent call last):'] ZeroDivisionError: division by zero
