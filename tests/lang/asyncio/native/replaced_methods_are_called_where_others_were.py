import asyncio
lock = asyncio.Lock()
def ask():
    for n in range(100): answer = lock.locked()
    return answer
print(ask())  # expect: False
locked = asyncio.Lock.locked
asyncio.Lock.locked = lambda self: "patched"
print(ask())  # expect: patched
asyncio.Lock.locked = locked
print(ask())  # expect: False
