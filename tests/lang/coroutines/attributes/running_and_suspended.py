import types
@types.coroutine
def pause(): yield
async def c():
    print(x.cr_running, x.cr_suspended)
    await pause()
x = c()
print(x.cr_running, x.cr_suspended)  # expect: False False
x.send(None)  # expect: True False
print(x.cr_running, x.cr_suspended)  # expect: False True
x.close()
print(x.cr_running, x.cr_suspended)  # expect: False False
