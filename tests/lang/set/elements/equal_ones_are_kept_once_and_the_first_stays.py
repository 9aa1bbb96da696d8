print({1, True, 1.0}, {True, 1}, len({float("nan"), float("nan")}) > 0)  # expect: {1} {True} True
