value = max(
    [1, 2, 3],
    key=lambda number: number.missing,
)
