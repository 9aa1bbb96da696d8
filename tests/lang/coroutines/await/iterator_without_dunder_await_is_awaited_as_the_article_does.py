# differs: an instance of a user class that has __iter__ and no __await__ is awaited through it; CPython refuses.
class A:
    def __iter__(self):
        got = yield "asked"
        return got
async def main(): return await A()
c = main()
print(c.send(None))  # expect: asked
try: c.send("answer")
except StopIteration as e: print(e.value)  # expect: answer
