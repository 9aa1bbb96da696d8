# oracle: 3.14
import asyncio
try: asyncio.run(5)
except (TypeError, ValueError) as e: print(type(e).__name__)  # expect: TypeError
