import marshal
value = [1, -2**70, 1.5, 2j, "é", b"x", (None, True), {"k": {3}}, frozenset([4])]
print(marshal.loads(marshal.dumps(value)) == value)  # expect: True
code = compile("print('ran')", "<code>", "exec")
exec(marshal.loads(marshal.dumps(code)))  # expect: ran
try: marshal.dumps(object())
except ValueError as e: print(e)  # expect: unmarshallable object
