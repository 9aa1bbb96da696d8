class Pause:
    def __await__(self):
        yield


async def inner():
    await Pause()
    raise LookupError("inner failed")


async def middle():
    return await inner()


async def outer():
    await middle()


c = outer()
c.send(None)
c.send(None)
