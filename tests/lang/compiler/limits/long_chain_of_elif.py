src = "def f(x):\n    if x == 0: return 0\n" + "".join(f"    elif x == {i}: return {i * 2}\n" for i in range(1, 1500)) + "    else: return 'none'\n"
exec(src)
print(f(0), f(1499), f(-1))  # expect: 0 2998 none
