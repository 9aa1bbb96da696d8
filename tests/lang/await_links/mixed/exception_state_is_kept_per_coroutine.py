import sys, types
@types.coroutine
def pause(): yield
async def job(n):
    try: raise ValueError(n)
    except ValueError:
        await pause()
        return str(sys.exc_info()[1])
a, b = job(1), job(2)
a.send(None); b.send(None)
for c in a, b:
    try: c.send(None)
    except StopIteration as e: print(e.value, sys.exc_info()[0])
    # expect: 1 <class 'StopIteration'>
    # expect: 2 <class 'StopIteration'>
