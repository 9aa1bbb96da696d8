class A:
    def __aiter__(self): return 5
async def main():
    async for x in A(): pass
main().send(None)
# raises: TypeError: 'async for' received an object from __aiter__ that does not implement __anext__: int
