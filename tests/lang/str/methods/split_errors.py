try: "a".split("")
except ValueError as e: print(e)  # expect: empty separator
try: "a".join([1])
except TypeError as e: print(e)  # expect: sequence item 0: expected str instance, int found
try: "a".join(["b", 2])
except TypeError as e: print(e)  # expect: sequence item 1: expected str instance, int found
