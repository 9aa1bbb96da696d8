"""What a coroutine function compiles to.

`await` is two instructions: GET_AWAITABLE asks the object for its iterator, and YIELD_FROM drives that
iterator, handing everything it yields to whoever drives this coroutine.  The second listing shows what
`async for` adds: GET_AITER and GET_ANEXT.

The bytecode is Coil's own, so there is no CPython output to compare this program's with.
"""

import asyncio
import dis


async def my_coroutine():
    await asyncio.sleep(1)
    return "Done"


async def total(numbers):
    result = 0
    async for number in numbers:
        result += number
    return result


dis.dis(my_coroutine)
print()
dis.dis(total)
