async def c(): pass
class A:
    def __await__(self):
        self.c = c()
        return self.c
a = A()
async def main(): await a
try: main().send(None)
except TypeError as e: print(e)  # expect: __await__() returned a coroutine
a.c.close()
