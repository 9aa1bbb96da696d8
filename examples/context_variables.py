"""Context variables: what belongs to a request follows it through every await, and nobody else sees it.

A server handles requests at the same time.  The request's id is set once, at its entrance; a function deep
below, which was never handed the id, finds it, and each task finds its own.
"""

import asyncio
import contextvars

request_id = contextvars.ContextVar("request_id", default="-")
user = contextvars.ContextVar("user")
lines = []


def log(text):
    lines.append(f"[{request_id.get()}] {text}")


async def query(what):
    log(f"query {what}")
    await asyncio.sleep(0.001)  # other requests run meanwhile, and change nothing here


async def handle(number, name):
    request_id.set(f"req-{number}")
    user.set(name)
    log(f"hello {user.get()}")
    await query("orders")
    # A task starts with a copy of the context of whoever made it: it sees the id, but cannot change ours.
    await asyncio.create_task(background())
    log(f"goodbye {user.get()}")


async def background():
    log("background work")
    request_id.set("changed")
    log("in a copy")


async def main():
    log("start")
    await asyncio.gather(*(handle(number, name) for number, name in enumerate(["ada", "bob"], 1)))
    log("end")

    token = request_id.set("temporary")
    log("set for a while")
    request_id.reset(token)
    log("and put back")

    context = contextvars.copy_context()
    context.run(request_id.set, "elsewhere")
    context.run(log, "run in a context of its own")
    log("untouched")


asyncio.run(main())
for name in ["[-]", "[req-1]", "[req-2]", "[changed]", "[temporary]", "[elsewhere]"]:
    for line in lines:
        if line.startswith(name):
            print(line)
