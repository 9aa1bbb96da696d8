def ping(n):
    if n == 0:
        raise ValueError("end")
    pong(n - 1)


def pong(n):
    ping(n - 1)


ping(6)
