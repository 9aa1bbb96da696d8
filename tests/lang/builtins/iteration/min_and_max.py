# oracle: 3.14
print(min(3, 1, 2), max("abc"), min([], default="none"), max([1, -5], key=abs), max(1, True), min(1, 1.0))
# expect: 1 c none -5 1 1
for f in (lambda: min([]), lambda: max(5), lambda: min(1, default=2), lambda: min()):
    try: f()
    except (ValueError, TypeError) as e: print(e)  # expect: min() iterable argument is empty
    # expect: 'int' object is not iterable
    # expect: 'int' object is not iterable
    # expect: min expected at least 1 argument, got 0
