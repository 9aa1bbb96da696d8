class Counter[T]:
    "Counts."
    step: int = 1
    if step:
        limit: T

    def __init__(self, start=0, *, name: str = 'c') -> None:
        super().__init__()
        self.value = start

    def later(self):
        def inner():
            nonlocal total
            total += self.value
            return lambda: (total, __class__)
        total = 0
        return inner

type Pair[A, *B] = tuple[A, *B]
squares = {n: n * n for n in range(10)}
print(f"{squares!r:>{80}}", *squares, sep=', ', **{'end': ''})
