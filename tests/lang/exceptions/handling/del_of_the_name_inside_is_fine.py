try: raise ValueError
except ValueError as e: del e
print("fine")  # expect: fine
