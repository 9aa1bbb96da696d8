match ("b", 5):
    case ("a", x) | (x, 5): print(x)  # expect: b
try:
    compile("match 1:\n case [x] | y: pass", "f", "exec")
except SyntaxError as e:
    print(e.msg)  # expect: alternative patterns bind different names
