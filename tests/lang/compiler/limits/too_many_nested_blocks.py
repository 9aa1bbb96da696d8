src = ""
for i in range(25): src += " " * i + "while x:\n"
try: compile(src + " " * 25 + "pass\n", "f", "exec")
except SyntaxError as e: print(e.msg)  # expect: too many statically nested blocks
