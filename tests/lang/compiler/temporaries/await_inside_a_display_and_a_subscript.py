import types
@types.coroutine
def ask(x): return (yield x)
async def main():
    d = {}
    d[await ask("key")] = [1, await ask("value"), {"k": await ask("inner")}]
    return d
c = main()
print(c.send(None), c.send("K"), c.send("V"))  # expect: value inner key
try: c.send("I")
except StopIteration as e: print(e.value)  # expect: {'I': [1, 'K', {'k': 'V'}]}
