import types
@types.coroutine
def pause(): yield
async def c():
    try: await pause()
    finally: print("finally")  # expect: finally
x = c()
x.send(None)
del x
print("after")  # expect: after
