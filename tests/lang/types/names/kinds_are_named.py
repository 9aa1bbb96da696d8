import types
async def c(): pass
def g(): yield
print([isinstance(*p) for p in ((g, types.FunctionType), (g(), types.GeneratorType), (len, types.BuiltinFunctionType), (types, types.ModuleType), (g.__code__, types.CodeType), ([].append, types.BuiltinMethodType), (None, types.NoneType))])
# expect: [True, True, True, True, True, True, True]
