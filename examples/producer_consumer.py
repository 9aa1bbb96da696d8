"""Producers and consumers around a bounded queue.

The queue holds three items: put() waits while it is full, get() while it is empty.  That is all the flow
control there is, and all that is needed.  join() returns once every item has been marked as done.
"""

import asyncio


async def produce(queue, name, count):
    for number in range(count):
        await queue.put(f"{name}{number}")
        await asyncio.sleep(0.005)
    print(f"producer {name} has made {count} items")


async def consume(queue, done):
    while True:
        item = await queue.get()
        await asyncio.sleep(0.001)  # the work
        done.append(item)
        queue.task_done()


async def main():
    queue = asyncio.Queue(maxsize=3)
    done = []
    consumers = [asyncio.create_task(consume(queue, done)) for _ in range(2)]
    async with asyncio.TaskGroup() as producers:
        producers.create_task(produce(queue, "a", 5))
        producers.create_task(produce(queue, "b", 6))
    await queue.join()
    for task in consumers:
        task.cancel()  # they would wait for ever
    await asyncio.gather(*consumers, return_exceptions=True)
    print(f"{len(done)} items consumed:", *sorted(done))
    for name in "ab":
        mine = [item for item in done if item.startswith(name)]
        print(f"those of {name} in order:", mine == sorted(mine))


asyncio.run(main())
