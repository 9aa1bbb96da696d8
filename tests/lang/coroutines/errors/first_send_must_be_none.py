async def c(): pass
x = c()
try: x.send(1)
except TypeError as e: print(e)  # expect: can't send non-None value to a just-started coroutine
x.close()
