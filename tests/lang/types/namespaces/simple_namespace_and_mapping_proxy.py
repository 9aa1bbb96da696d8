import types
n = types.SimpleNamespace(a=1, b="x")
m = types.MappingProxyType({"k": 1})
print(n, n.a, n == types.SimpleNamespace(a=1, b="x"), m["k"], m)
# expect: namespace(a=1, b='x') 1 True 1 {'k': 1}
m["z"] = 1
# raises: TypeError: 'mappingproxy' object does not support item assignment
