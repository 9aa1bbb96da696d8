def f():
    for i in (1, 2):
        try:
            while True:
                try:
                    with C(): return ["returned", log.append("value")]
                finally: log.append("inner")
        finally: log.append("outer")
class C:
    def __enter__(self): pass
    def __exit__(self, *a): log.append("with")
log = []
print(f(), log)  # expect: ['returned', None] ['value', 'with', 'inner', 'outer']
