space, names = {}, {}
exec("def f():\n  def g():\n    global y\n    return y\n  return g()\ny = 9\nz = f()", space, names)
print(names["z"], "y" in space, "y" in names)  # expect: 9 True False
