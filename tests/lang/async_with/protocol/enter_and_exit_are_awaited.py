class C:
    async def __aenter__(self): return "value"
    async def __aexit__(self, t, v, tb):
        print("exit", t)
        return True
async def main():
    async with C() as v: print(v)
    async with C(): raise ValueError
try: main().send(None)  # expect: value
# expect: exit None
# expect: exit <class 'ValueError'>
except StopIteration: pass
