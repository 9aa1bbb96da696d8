import asyncio
async def main():
    lock = asyncio.Lock()
    c = lock.acquire()
    try: c.send(1)
    except TypeError as error: print(error)  # expect: can't send non-None value to a just-started coroutine
    try: c.send(None)
    except StopIteration as stop: print(stop.value, lock.locked())  # expect: True True
    c = lock.acquire()
    future = c.send(None)
    print(asyncio.isfuture(future), c.cr_running, c.cr_suspended, len(lock._waiters))  # expect: True False True 1
    try: await c
    except RuntimeError as error: print(error)  # expect: coroutine is being awaited already
    c.close()
    print(len(lock._waiters), c.cr_frame)  # expect: 0 None
    c = asyncio.sleep(0)
    print(c.send(None))  # expect: None
    try: c.throw(KeyError("in"))
    except KeyError as error: print(repr(error))  # expect: KeyError('in')
    c = asyncio.Event().wait()
    try: c.throw(KeyError("before"))
    except KeyError as error: print(repr(error))  # expect: KeyError('before')
asyncio.run(main())
