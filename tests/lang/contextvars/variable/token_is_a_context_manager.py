# oracle: 3.14
import contextvars
v = contextvars.ContextVar("v", default=0)
with v.set(5): print(v.get())  # expect: 5
print(v.get())  # expect: 0
