try: import _broken
except SyntaxError as e: print(e.msg, e.lineno, e.filename.endswith("_broken.py"))
# expect: expected ':' 2 True
