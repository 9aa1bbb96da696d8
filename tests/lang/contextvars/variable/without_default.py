import contextvars
v = contextvars.ContextVar("v")
print(v.get("given"))  # expect: given
try: v.get()
except LookupError as e: print(repr(e)[:30])  # expect: LookupError(<ContextVar name='
