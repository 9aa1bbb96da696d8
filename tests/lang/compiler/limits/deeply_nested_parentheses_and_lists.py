print(eval("(" * 90 + "1" + ")" * 90), str(eval("[" * 90 + "]" * 90)).count("["))  # expect: 1 90
