# oracle: 3.11
import asyncio, contextvars
class F(asyncio.Future):
    def add_done_callback(self, *a, **k):
        print(list(k))  # expect: ['context']
        return super().add_done_callback(*a, **k)
c = contextvars.ContextVar('c', default='nope')
async def main():
    loop = asyncio.get_running_loop()
    f = F(loop=loop)
    c.set('yes')
    loop.call_soon(f.set_result, None)
    await f
    print(c.get())  # expect: yes
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
