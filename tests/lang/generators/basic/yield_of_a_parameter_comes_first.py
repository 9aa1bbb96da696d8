def echo(value):
    got = yield value
    yield got
steps = echo(1)
print(next(steps), steps.send(2))  # expect: 1 2
def once(value):
    yield value
print(list(once(3)))  # expect: [3]
