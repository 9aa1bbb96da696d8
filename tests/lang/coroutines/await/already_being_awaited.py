import types
@types.coroutine
def pause(): yield
async def c(): await pause()
x = c()
async def main(): await x
a, b = main(), main()
a.send(None)
try: b.send(None)
except RuntimeError as e: print(e)  # expect: coroutine is being awaited already
a.close()
