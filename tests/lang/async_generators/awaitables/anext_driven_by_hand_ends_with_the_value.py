async def f(): yield 5
g = f()
for step in g.__anext__().__next__, lambda: next(g.aclose()):
    try: step()
    except StopIteration as error: print(error.args)
    # expect: (5,)
    # expect: ()
