async def c(): return 1
x = c()
try: x.send(None)
except StopIteration: pass
x.send(None)
# raises: RuntimeError: cannot reuse already awaited coroutine
