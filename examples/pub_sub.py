"""Publish and subscribe: topics, subscribers that come and go, and one that is too slow.

A subscription is an async iterator over a queue of its own, so no subscriber can hold up another.  A queue
that is full loses its oldest message: the slow subscriber misses some, and is told how many.
"""

import asyncio
from contextlib import contextmanager


class Broker:
    def __init__(self):
        self.topics = {}

    def publish(self, topic, message):
        for subscription in self.topics.get(topic, ()):
            subscription.offer(message)

    @contextmanager
    def subscribe(self, topic, size=100):
        subscription = Subscription(size)
        self.topics.setdefault(topic, []).append(subscription)
        try:
            yield subscription
        finally:
            self.topics[topic].remove(subscription)

    def close(self):
        for subscriptions in self.topics.values():
            for subscription in subscriptions:
                subscription.offer(None)


class Subscription:
    def __init__(self, size):
        self.queue = asyncio.Queue(size)
        self.missed = 0

    def offer(self, message):
        if self.queue.full():
            self.queue.get_nowait()
            self.missed += 1
        self.queue.put_nowait(message)

    def __aiter__(self):
        return self

    async def __anext__(self):
        message = await self.queue.get()
        if message is None:
            raise StopAsyncIteration
        return message


async def listen(broker, topic, heard, delay=0.0, size=100):
    with broker.subscribe(topic, size) as messages:
        async for message in messages:
            heard.append(message)
            await asyncio.sleep(delay)
        return messages.missed


async def leave_early(broker):
    with broker.subscribe("news") as messages:
        async for message in messages:
            return f"heard {message!r} and left"


async def main():
    broker = Broker()
    news, sport, slow = [], [], []
    async with asyncio.TaskGroup() as group:
        group.create_task(listen(broker, "news", news))
        group.create_task(listen(broker, "sport", sport))
        snail = group.create_task(listen(broker, "news", slow, delay=0.2, size=2))
        early = group.create_task(leave_early(broker))
        await asyncio.sleep(0)  # let them subscribe
        for number in range(1, 6):
            broker.publish("news", f"news {number}")
            if number % 2:
                broker.publish("sport", f"match {number}")
            await asyncio.sleep(0.005)
        broker.close()
    print("news:", *news, sep=" | ")
    print("sport:", *sport, sep=" | ")
    print("slow:", *slow, sep=" | ", end=f" (missed {snail.result()})\n")
    print("early:", early.result())
    print("nobody is subscribed any more:", not any(broker.topics.values()))


asyncio.run(main())
