import types
@types.coroutine
def pause(): yield
async def c(a):
    b = 2
    await pause()
x = c(1)
print(x.cr_frame.f_locals)  # expect: {'a': 1}
x.send(None)
print(x.cr_frame.f_locals, x.cr_frame.f_lineno)  # expect: {'a': 1, 'b': 2} 6
x.close()
print(x.cr_frame)  # expect: None
