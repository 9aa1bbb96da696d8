import dis
def f(a):
    b = a
    return print(b)
ins = list(dis.get_instructions(f))
print({i.positions.lineno for i in ins} >= {3, 4}, any(i.argval == "print" for i in ins), ins[-1].opname[:6])
# expect: True True RETURN
