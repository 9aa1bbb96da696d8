import asyncio
loop = asyncio.new_event_loop()
loop.call_soon(print, "once")
loop.call_later(0.01, loop.stop)
loop.run_forever()  # expect: once
print("stopped")  # expect: stopped
loop.close()
