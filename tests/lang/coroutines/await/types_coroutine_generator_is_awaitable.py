import types
@types.coroutine
def ask(x):
    got = yield x
    return got * 2
async def main(): return await ask("q")
c = main()
print(c.send(None))  # expect: q
try: c.send(21)
except StopIteration as e: print(e.value)  # expect: 42
