import asyncio
loop = asyncio.new_event_loop()
loop.close()
loop.call_soon(print)
# raises: RuntimeError: Event loop is closed
