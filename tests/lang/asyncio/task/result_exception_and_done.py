import asyncio
async def good(): return 1
async def bad(): raise KeyError("k")
async def main():
    a, b = asyncio.create_task(good()), asyncio.create_task(bad(), name="B")
    print(a.done(), b.get_name())  # expect: False B
    await asyncio.wait([a, b])
    print(a.result(), repr(b.exception()), a.exception(), a.done())
    # expect: 1 KeyError('k') None True
    b.result()
asyncio.run(main())
# raises: KeyError: 'k'
