import asyncio
async def waiter(c, n):
    async with c:
        await c.wait()
        print("notified", n)
async def main():
    c = asyncio.Condition()
    ts = [asyncio.create_task(waiter(c, n)) for n in range(3)]
    await asyncio.sleep(0)
    async with c: c.notify(1)
    await asyncio.sleep(0.001)
    print(sum(t.done() for t in ts))
    async with c: c.notify_all()
    await asyncio.gather(*ts)
asyncio.run(main())  # expect: notified 0
# expect: 1
# expect: notified 1
# expect: notified 2
