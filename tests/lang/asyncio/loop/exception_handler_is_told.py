import asyncio
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, c: print(c["message"].split("(")[0], repr(c["exception"])))
    # expect: Exception in callback main.<locals>.<lambda> ZeroDivisionError('division by zero')
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
