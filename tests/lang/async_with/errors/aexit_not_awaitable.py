class C:
    async def __aenter__(self): pass
    def __aexit__(self, *a): return 5
async def main():
    async with C(): pass
main().send(None)
# raises: TypeError: 'async with' received an object from __aexit__ that does not implement __await__: int
