# differs: Coil keeps YIELD_FROM, as the article shows it; CPython has had SEND in its place since 3.11.
import dis
async def f(x): await x
print("YIELD_FROM" in {i.opname for i in dis.get_instructions(f)})  # expect: True
