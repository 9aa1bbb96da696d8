import asyncio
async def inner(): await asyncio.sleep(1)
async def job(): await inner()
async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep(0)
    print([f.f_code.co_name for f in t.get_stack()], t.get_coro().cr_await.__name__)
    # expect: ['job'] inner
    t.cancel()
asyncio.run(main())
