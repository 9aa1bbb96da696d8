def deep(n):
    if n: yield from deep(n - 1)
    else: yield "bottom"
print(next(deep(300)))  # expect: bottom
