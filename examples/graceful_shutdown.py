"""Leaving in good order when a signal comes.

The first SIGTERM asks: no new work is taken, work in hand is finished, and whatever has not finished in time
is cancelled.  The program sends itself the signal, so that it can be run unattended.
"""

import asyncio
import os
import signal


class Service:
    def __init__(self):
        self.stopping = asyncio.Event()
        self.jobs = set()
        self.finished = []
        self.cancelled = []

    async def run(self):
        loop = asyncio.get_running_loop()
        for number in signal.SIGTERM, signal.SIGINT:
            loop.add_signal_handler(number, self.stop, number)
        accepting = asyncio.create_task(self.accept())
        await self.stopping.wait()
        accepting.cancel()
        await self.drain(0.1)
        for number in signal.SIGTERM, signal.SIGINT:
            loop.remove_signal_handler(number)

    def stop(self, number):
        print("received", signal.Signals(number).name)
        self.stopping.set()

    async def accept(self):
        """Takes in jobs of different lengths; the last one would run far too long."""
        for name, seconds in [("quick", 0.001), ("short", 0.04), ("long", 60)]:
            job = asyncio.create_task(self.work(name, seconds))
            self.jobs.add(job)
            job.add_done_callback(self.jobs.discard)
        await asyncio.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(60)
        print("never reached: no job is accepted after the signal")

    async def work(self, name, seconds):
        try:
            await asyncio.sleep(seconds)
            self.finished.append(name)
        except asyncio.CancelledError:
            self.cancelled.append(name)
            raise

    async def drain(self, grace):
        print("jobs in hand:", len(self.jobs))
        done, late = await asyncio.wait(self.jobs, timeout=grace)
        for job in late:
            job.cancel()
        await asyncio.gather(*late, return_exceptions=True)


service = Service()
asyncio.run(service.run())
print("finished:", *service.finished)
print("cancelled:", *service.cancelled)
print("goodbye")
