import asyncio
asyncio.get_running_loop()
# raises: RuntimeError: no running event loop
