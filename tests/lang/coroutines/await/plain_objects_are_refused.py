# oracle: 3.14
async def main(v): await v
import sys
for v in 5, [1], "s", iter([]), (x for x in []), len:
    try: main(v).send(None)
    except TypeError as e: print(e)  # expect: 'int' object can't be awaited
    # expect: 'list' object can't be awaited
    # expect: 'str' object can't be awaited
    # expect: 'list_iterator' object can't be awaited
    # expect: 'generator' object can't be awaited
    # expect: 'builtin_function_or_method' object can't be awaited
