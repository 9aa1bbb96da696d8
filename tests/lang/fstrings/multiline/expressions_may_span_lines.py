# oracle: 3.14
x = f"""a {
    1 +
    2  # a comment
} b
{'c'}"""
print(x)  # expect: a 3 b
# expect: c
