def tag(t):
    return lambda f: lambda: f"<{t}>{f()}</{t}>"
@tag("b")
@tag("i")
def hi(): return "hi"
print(hi())  # expect: <b><i>hi</i></b>
