class It:
    def __await__(self): return self
    def __iter__(self): return self
    def __next__(self): return "waiting"
    def send(self, v): return ("sent", v)
    def throw(self, *a): raise StopIteration("from throw")
    def close(self): print("closed")
async def main(): return await It()
c = main()
print(c.send(None), c.send(5))  # expect: waiting ('sent', 5)
try: c.throw(ValueError)
except StopIteration as e: print(e.value)  # expect: from throw
d = main()
d.send(None)
d.close()  # expect: closed
