import types
@types.coroutine
def pause(): yield
async def level(n):
    try: await (level(n - 1) if n else pause())
    finally: print("leaving", n)  # expect: leaving 0
    # expect: leaving 1
    # expect: leaving 2
c = level(2)
c.send(None)
c.throw(KeyError("k"))
# raises: KeyError: 'k'
