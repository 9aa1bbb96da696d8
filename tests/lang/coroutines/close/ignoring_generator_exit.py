import types
@types.coroutine
def pause(): yield
async def c():
    try: await pause()
    except GeneratorExit: await pause()
x = c()
x.send(None)
try: x.close()
except RuntimeError as e: print(e)  # expect: coroutine ignored GeneratorExit
try: x.close()
except RuntimeError as e: print(e)
