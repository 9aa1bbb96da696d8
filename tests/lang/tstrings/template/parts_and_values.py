# oracle: 3.14
name = "World"
t = t"Hello, {name}!"
print(type(t).__name__, t.strings, t.values, len(t.interpolations))
# expect: Template ('Hello, ', '!') ('World',) 1
