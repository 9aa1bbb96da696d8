import types
@types.coroutine
def pause(x): return (yield x)
async def inner(): return await pause("deep") + 1
class Between:
    def __await__(self):
        r = yield from inner().__await__()
        return r * 10
async def main(): return await Between()
c = main()
print(c.send(None))  # expect: deep
try: c.send(4)
except StopIteration as e: print(e.value)  # expect: 50
