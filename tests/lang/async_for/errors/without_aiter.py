async def main():
    async for x in [1]: pass
main().send(None)
# raises: TypeError: 'async for' requires an object with __aiter__ method, got list
