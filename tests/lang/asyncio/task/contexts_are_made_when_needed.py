# oracle: 3.14
import asyncio, contextvars
var = contextvars.ContextVar("var", default=0)
async def job(n):
    context = asyncio.current_task().get_context()
    var.set(n)
    await asyncio.sleep(0)
    print(var.get(), context[var], asyncio.current_task().get_context() is context)
async def inner():
    return var.get()
async def main():
    await asyncio.gather(job(1), job(2))  # expect: 1 1 True
    # expect: 2 2 True
    task = asyncio.create_task(inner())
    task.get_context().run(var.set, 5)
    print(await task, var.get())  # expect: 5 0
    var.set(7)
    print(await asyncio.create_task(inner()))  # expect: 7
asyncio.run(main())
