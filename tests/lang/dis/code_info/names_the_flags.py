import dis
async def c(a, *b): x = a
info = dis.code_info(c)
print("COROUTINE" in info, "VARARGS" in info, "Name:" in info and " c\n" in info)
# expect: True True True
