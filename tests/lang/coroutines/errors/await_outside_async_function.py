for text in "def f():\n await x", "await x", "[await x for x in y]":
    try: compile(text, "f", "exec")
    except SyntaxError as e: print(e.msg)  # expect: 'await' outside async function
    # expect: 'await' outside function
    # expect: asynchronous comprehension outside of an asynchronous function
