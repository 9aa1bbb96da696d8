# oracle: 3.14
class C:
    def __enter__(self): pass
    def __exit__(self, *a): pass
async def main():
    async with C(): pass
main().send(None)
# raises: TypeError: 'C' object does not support the asynchronous context manager protocol (missed __aexit__ method) but it supports the context manager protocol. Did you mean to use 'with'?
