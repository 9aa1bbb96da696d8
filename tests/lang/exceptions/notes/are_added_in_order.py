# oracle: 3.14
e = ValueError("v")
e.add_note("one")
e.add_note("two")
print(e.__notes__)  # expect: ['one', 'two']
try: e.add_note(5)
except TypeError as t: print(t)  # expect: add_note() argument must be str, not int
