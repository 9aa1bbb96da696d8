try:
    int("x")
except ValueError:
    raise LookupError("only this") from None
