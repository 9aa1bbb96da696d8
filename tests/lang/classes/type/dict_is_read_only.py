class A: pass
A.__dict__["x"] = 1
# raises: TypeError: 'mappingproxy' object does not support item assignment
