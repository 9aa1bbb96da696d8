# oracle: 3.11
import asyncio, faulthandler, tempfile
async def inner(file): faulthandler.dump_traceback(file, all_threads=False)
async def outer(file): await inner(file)
with tempfile.TemporaryFile("w+") as file:
    try: outer(file).send(None)
    except StopIteration: pass
    file.seek(0)
    print([line.split()[-1] for line in file.read().splitlines()[1:]])  # expect: ['inner', 'outer', '<module>']
