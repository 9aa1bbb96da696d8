for text in "async def f():\n yield\n return 1", "async def f(): yield from x":
    try: compile(text, "f", "exec")
    except SyntaxError as e: print(e.msg)  # expect: 'return' with value in async generator
    # expect: 'yield from' inside async function
