print(f"{'é'!s} {'é'!r} {'é'!a} {5!r:>4}")  # expect: é 'é' '\xe9'    5
