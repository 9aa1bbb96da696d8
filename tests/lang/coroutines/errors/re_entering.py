async def c():
    try: x.send(None)
    except ValueError as e: print(e)  # expect: coroutine already executing
x = c()
try: x.send(None)
except StopIteration: pass
