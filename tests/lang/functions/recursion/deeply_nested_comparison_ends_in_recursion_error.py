# oracle: 3.11
a, b = [], []
for _ in range(1_000_000):
    a, b = [a], [b]
try:
    a == b
except RecursionError as e:
    print(type(e).__name__)  # expect: RecursionError
