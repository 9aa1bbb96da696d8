print(r"\n\x41\"", len(r"\\"))  # expect: \n\x41\" 2
