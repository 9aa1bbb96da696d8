import asyncio
loop = asyncio.new_event_loop()
print(loop.run_until_complete(asyncio.sleep(0, "result")), loop.is_running(), loop.is_closed())
# expect: result False False
loop.close()
print(loop.is_closed())  # expect: True
