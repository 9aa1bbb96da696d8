import asyncio
async def main():
    try: raise KeyboardInterrupt
    finally: print("finally")  # expect: finally
try: asyncio.run(main())
except KeyboardInterrupt: print("out")  # expect: out
