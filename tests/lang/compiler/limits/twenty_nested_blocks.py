src = ""
for i in range(18): src += "    " * i + f"for v{i} in [{i}]:\n"
exec(src + "    " * 18 + "print(v0 + v17)\n")  # expect: 17
