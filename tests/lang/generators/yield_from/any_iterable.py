def g(): yield from [1, 2]; yield from "ab"
print(list(g()))  # expect: [1, 2, 'a', 'b']
