import contextvars
ctx = contextvars.copy_context()
try: ctx.run(ctx.run, print)
except RuntimeError as e: print(str(e).split(":")[0], str(e).endswith("is already entered"))
# expect: cannot enter context True
