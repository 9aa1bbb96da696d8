from collections import defaultdict
d = defaultdict(int)
match d:
    case {"a": _}: print("no")
    case _: print(dict(d))  # expect: {}
