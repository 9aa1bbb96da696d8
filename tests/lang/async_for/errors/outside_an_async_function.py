for text in "def f():\n async for x in y: pass", "def f():\n async with x: pass", "async for x in y: pass":
    try: compile(text, "f", "exec")
    except SyntaxError as e: print(e.msg)  # expect: 'async for' outside async function
    # expect: 'async with' outside async function
    # expect: 'async for' outside async function
