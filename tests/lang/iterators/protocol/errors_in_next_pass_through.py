class It:
    def __iter__(self): return self
    def __next__(self): raise ValueError("in next")
for f in list, sum, set, lambda x: [y for y in x], lambda x: dict.fromkeys(x), lambda x: "".join(x):
    try: f(It())
    except ValueError as e: print(e)  # expect: in next
    # expect: in next
    # expect: in next
    # expect: in next
    # expect: in next
    # expect: in next
