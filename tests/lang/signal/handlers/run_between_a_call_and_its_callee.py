# oracle: 3.11
import signal
def handler(number, frame):
    def deep(n):
        return deep(n - 1) if n else [n]
    deep(5)
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
class Pair:
    def __init__(self, a, *rest, b=2):
        c = a
        self.items = (c, rest, b)
def pair(a, *rest, b=2):
    c = a
    return c, rest, b
wrong = 0
for i in range(20000):
    wrong += list(map(pair, [i], [5])) != [(i, (5,), 2)]
    wrong += Pair(i, b=3).items != (i, (), 3)
signal.setitimer(signal.ITIMER_REAL, 0)
print(wrong)  # expect: 0
