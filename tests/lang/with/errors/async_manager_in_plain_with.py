# oracle: 3.14
class C:
    async def __aenter__(self): pass
    async def __aexit__(self, *a): pass
with C(): pass
# raises: TypeError: 'C' object does not support the context manager protocol (missed __exit__ method) but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?
