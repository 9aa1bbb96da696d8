import contextvars
v = contextvars.ContextVar("v", default=0)
t = v.set(1)
print(v.get(), t.old_value is contextvars.Token.MISSING, t.var is v, v.name)
# expect: 1 True True v
v.reset(t)
print(v.get())  # expect: 0
try: v.reset(t)
except RuntimeError as e: print(str(e).endswith("has already been used once"))  # expect: True
