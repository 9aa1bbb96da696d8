print(" a  b ".split(), "a,b,,c".split(","), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","))
# expect: ['a', 'b'] ['a', 'b', '', 'c'] ['a', 'b,c'] ['a,b', 'c'] [] ['']
print("-".join(["a", "b"]), "a\nb\r\nc\x0bd\u2028e".splitlines(), "a\n\nb\n".splitlines(True))
# expect: a-b ['a', 'b', 'c', 'd', 'e'] ['a\n', '\n', 'b\n']
