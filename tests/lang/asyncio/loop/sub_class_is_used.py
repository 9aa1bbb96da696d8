import asyncio
class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, f, *a, **k):
        self.calls = getattr(self, "calls", 0) + 1
        return super().call_soon(f, *a, **k)
loop = Loop()
loop.run_until_complete(asyncio.sleep(0))
print(loop.calls > 1)  # expect: True
loop.close()
