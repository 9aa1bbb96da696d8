src = "def f():\n    x = 0\n" + "".join(f"    x = {i}.5\n" for i in range(70000)) + "    return x\n"
exec(src)
print(f(), len(f.__code__.co_consts) > 69000)  # expect: 69999.5 True
