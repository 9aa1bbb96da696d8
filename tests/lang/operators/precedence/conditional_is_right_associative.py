print(1 if False else 2 if False else 3)  # expect: 3
