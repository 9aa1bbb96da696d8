import types
@types.coroutine
def pause(): yield
async def first(): await pause()
async def second(): await pause()
async def main():
    await first()
    await second()
c = main()
c.send(None)
print(c.cr_await.__name__)  # expect: first
c.send(None)
print(c.cr_await.__name__)  # expect: second
c.close()
