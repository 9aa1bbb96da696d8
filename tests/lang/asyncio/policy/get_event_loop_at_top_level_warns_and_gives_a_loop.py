# oracle: 3.11
import asyncio, warnings
warnings.simplefilter("ignore")
loop = asyncio.get_event_loop()
print(loop.run_until_complete(asyncio.sleep(0, "ran")))  # expect: ran
