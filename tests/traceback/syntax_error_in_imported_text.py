compile("a = = 1", "generated.py", "exec")
