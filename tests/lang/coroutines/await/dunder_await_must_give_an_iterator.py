class A:
    def __await__(self): return [1]
async def main(): await A()
main().send(None)
# raises: TypeError: __await__() returned non-iterator of type 'list'
