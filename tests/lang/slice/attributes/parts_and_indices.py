s = slice(1, -1, 2)
print(s, s.start, s.stop, s.step, s.indices(10), slice(5), slice(1, 2) == slice(1, 2))
# expect: slice(1, -1, 2) 1 -1 2 (1, 9, 2) slice(None, 5, None) True
try: slice(None, None, 0).indices(5)
except ValueError as e: print(e)  # expect: slice step cannot be zero
