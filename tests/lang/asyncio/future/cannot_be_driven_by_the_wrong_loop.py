import asyncio
async def other(f): await f
a, b = asyncio.new_event_loop(), asyncio.new_event_loop()
f = a.create_future()
try: b.run_until_complete(other(f))
except RuntimeError as e: print("attached to a different loop" in str(e))  # expect: True
a.close(); b.close()
