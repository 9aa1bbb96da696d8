m = __import__("os.path")
print(m.__name__, __import__("os.path", fromlist=["join"]).join("a", "b"))  # expect: os a/b
