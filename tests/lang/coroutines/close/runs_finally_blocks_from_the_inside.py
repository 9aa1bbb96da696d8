import types
@types.coroutine
def pause(): yield
async def level(n):
    try: await (level(n - 1) if n else pause())
    finally: print("closing", n)  # expect: closing 0
    # expect: closing 1
c = level(1)
c.send(None)
c.close()
