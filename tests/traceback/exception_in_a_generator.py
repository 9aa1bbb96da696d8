def numbers():
    yield 1
    yield int("two")


total = sum(numbers())
