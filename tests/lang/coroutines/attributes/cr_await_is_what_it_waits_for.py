import types
@types.coroutine
def pause(): yield
async def inner(): await pause()
async def outer(): await inner()
c = outer()
print(c.cr_await)  # expect: None
c.send(None)
print(c.cr_await.__name__, c.cr_await.cr_await.__name__, c.cr_await.cr_await.gi_yieldfrom)
# expect: inner pause None
c.close()
print(c.cr_await)  # expect: None
