print(len(eval("[" + ",".join(map(str, range(5000))) + "]")), len(eval("{" + ",".join(f"{i}: {i}" for i in range(5000)) + "}")), len(eval("(" + "f()," * 300 + ")", {"f": lambda: 1})))
# expect: 5000 5000 300
