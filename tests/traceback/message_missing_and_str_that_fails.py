class Odd(Exception):
    def __str__(self):
        raise RuntimeError


try:
    raise Odd
except Odd:
    raise ValueError
