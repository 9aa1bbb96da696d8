def a():
    raise ValueError("a")


def b():
    try:
        a()
    except ValueError:
        raise KeyError("b")


try:
    b()
except KeyError as e:
    raise IndexError("c") from e
