import asyncio
loop = asyncio.new_event_loop()
loop.call_soon(loop.stop)
c = asyncio.sleep(10)
t = loop.create_task(c)
try: loop.run_until_complete(t)
except RuntimeError as e: print(e)  # expect: Event loop stopped before Future completed.
t.cancel()
loop.run_until_complete(asyncio.gather(t, return_exceptions=True))
loop.close()
