# oracle: 3.14
x = 5
t = rt"\n{x=}"
print(t.strings, t.interpolations[0].conversion)  # expect: ('\\nx=', '') r
