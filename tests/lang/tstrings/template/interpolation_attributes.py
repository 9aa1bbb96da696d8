# oracle: 3.14
x = 5
i = t"{x + 1!r:>{x}}".interpolations[0]
print(i.value, i.expression, i.conversion, i.format_spec)  # expect: 6 x + 1 r >5
