import types
@types.coroutine
def pause():
    try: yield
    except ValueError: return "caught below"
async def inner(): return await pause()
async def outer(): return await inner()
c = outer()
c.send(None)
try: c.throw(ValueError)
except StopIteration as e: print(e.value)  # expect: caught below
