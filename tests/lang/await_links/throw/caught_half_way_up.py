def leaf(): yield 1
def middle():
    try: yield from leaf()
    except ValueError: yield "middle caught"
    yield "middle goes on"
def outer():
    yield from middle()
    yield "outer goes on"
o = outer()
print(next(o), o.throw(ValueError), list(o))
# expect: 1 middle caught ['middle goes on', 'outer goes on']
