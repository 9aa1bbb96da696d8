import contextvars
v = contextvars.ContextVar("v", default="outside")
ctx = contextvars.copy_context()
ctx.run(v.set, "inside")
print(v.get(), ctx[v], ctx.get(v), len(ctx) >= 1, v in ctx)
# expect: outside inside inside True True
