# oracle: 3.14
d = {"k": ["a", "b"]}
print(f"{d["k"]} {"\n".join(d["k"])} {f"{f"{1 + 1}"}"}")  # expect: ['a', 'b'] a
# expect: b 2
