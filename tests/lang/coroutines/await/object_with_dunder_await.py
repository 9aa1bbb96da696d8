class A:
    def __await__(self):
        got = yield "asked"
        return got
async def main(): return await A()
c = main()
print(c.send(None))  # expect: asked
try: c.send("answer")
except StopIteration as e: print(e.value)  # expect: answer
