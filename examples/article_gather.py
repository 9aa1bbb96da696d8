"""Three coroutines that sleep for a second each, and finish after one second together.

The loop is asked for at top level and driven by hand, as programs did before asyncio.run.
"""

import asyncio
import logging
import sys
import warnings

# CPython warns of get_event_loop() at top level; this program uses it on purpose.
warnings.simplefilter("ignore", DeprecationWarning)

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("article")


async def fetch(number):
    log.info("coroutine %d starts", number)
    await asyncio.sleep(1)
    log.info("coroutine %d is done", number)
    return f"result {number}"


loop = asyncio.get_event_loop()
started = loop.time()
results = loop.run_until_complete(asyncio.gather(*(fetch(number) for number in range(1, 4))))
elapsed = loop.time() - started

for result in results:
    print(result)
print("took about", round(elapsed), "second")
loop.close()
