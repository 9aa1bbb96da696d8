async def down(n): return await down(n + 1)
try: down(0).send(None)
except RecursionError as e: print(type(e).__name__)  # expect: RecursionError
