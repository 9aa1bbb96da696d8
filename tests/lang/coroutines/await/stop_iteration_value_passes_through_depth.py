import types
@types.coroutine
def pause(): return (yield)
async def deep(n):
    if n == 0: return await pause()
    return await deep(n - 1)
c = deep(100)
c.send(None)
try: c.send("from the bottom")
except StopIteration as e: print(e.value)  # expect: from the bottom
