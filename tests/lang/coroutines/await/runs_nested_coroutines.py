async def inner(): return 1
async def outer(): return await inner() + 1
try: outer().send(None)
except StopIteration as e: print(e.value)  # expect: 2
