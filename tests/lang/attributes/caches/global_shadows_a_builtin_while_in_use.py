def f(): return len([1, 2])
out = []
for i in range(4):
    if i == 1: globals()["len"] = lambda x: "mine"
    if i == 3: del globals()["len"]
    out.append(f())
print(out)  # expect: [2, 'mine', 'mine', 2]
