try: compile("def f():\n try: pass\n except* ValueError: return", "f", "exec")
except SyntaxError as e: print(e.msg)
# expect: 'break', 'continue' and 'return' cannot appear in an except* block
