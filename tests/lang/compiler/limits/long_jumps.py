body = "".join(f"        x += {i % 7}\n" for i in range(20000))
exec("def f(n):\n    x = 0\n    while n:\n        n -= 1\n" + body + "    else:\n        x = -x\n    return x\n")
print(f(2))  # expect: -119994
