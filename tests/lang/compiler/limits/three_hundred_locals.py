src = "def f():\n" + "".join(f"    v{i} = {i}\n" for i in range(300)) + "    return v0 + v299 + v256\n"
exec(src)
print(f())  # expect: 555
