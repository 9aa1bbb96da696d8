"""What happens when one task of a group fails.

The group cancels the others, waits until they have tidied up, and raises all failures together as one
ExceptionGroup.  `except*` picks out the kinds that it can handle; what it does not name goes on upwards.
"""

import asyncio


async def steady(name):
    try:
        print(f"{name} works")
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(f"{name} is cancelled and tidies up")
        raise


async def fails(error):
    await asyncio.sleep(0.01)
    raise error


async def fails_while_tidying_up():
    try:
        await asyncio.sleep(10)
    finally:
        raise OSError("the disk is full")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(steady("a steady task"))
            group.create_task(fails(ValueError("no such page")))
            group.create_task(fails_while_tidying_up())
        print("this line is never reached")
    except* ValueError as failed:
        print("handled:", *failed.exceptions)
    except* OSError as failed:
        print("handled too:", *failed.exceptions)

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(KeyError("one")))
            group.create_task(fails(TypeError("two")))
    except ExceptionGroup as group:
        print(group)
        for number, error in enumerate(group.exceptions, 1):
            print(f"  {number}. {error!r}")


asyncio.run(main())
