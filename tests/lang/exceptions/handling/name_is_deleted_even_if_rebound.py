try: raise ValueError
except ValueError as e: e = 5
print("e" in globals())  # expect: False
