async def c(): pass
async def main():
    x = c()
    await x
    await x
main().send(None)
# raises: RuntimeError: cannot reuse already awaited coroutine
