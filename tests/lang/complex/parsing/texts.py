print(complex("1+2j"), complex(" -j "), complex("(3)"), complex(1, 2))
# expect: (1+2j) -1j (3+0j) (1+2j)
try: complex("1 + 2j")
except ValueError as e: print(e)  # expect: complex() arg is a malformed string
