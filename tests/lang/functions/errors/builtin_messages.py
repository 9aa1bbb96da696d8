# oracle: 3.14
for text in "len()", "len(1, 2)", "len(5)", "abs('a')", "ord('ab')", "chr(-1)", "int('x')", "[].append()", "{}.get()", "'a'.join(5)", "sorted()", "isinstance(1, 1)", "print(foo=1)", "int(1, 2, 3)", "range()", "sum()", "''.split(1)", "dict(1)":
    try:
        eval(text)
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
        # expect: len(): TypeError: len() takes exactly one argument (0 given)
        # expect: len(1, 2): TypeError: len() takes exactly one argument (2 given)
        # expect: len(5): TypeError: object of type 'int' has no len()
        # expect: abs('a'): TypeError: bad operand type for abs(): 'str'
        # expect: ord('ab'): TypeError: ord() expected a character, but string of length 2 found
        # expect: chr(-1): ValueError: chr() arg not in range(0x110000)
        # expect: int('x'): ValueError: invalid literal for int() with base 10: 'x'
        # expect: [].append(): TypeError: list.append() takes exactly one argument (0 given)
        # expect: {}.get(): TypeError: get expected at least 1 argument, got 0
        # expect: 'a'.join(5): TypeError: can only join an iterable
        # expect: sorted(): TypeError: sorted expected 1 argument, got 0
        # expect: isinstance(1, 1): TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
        # expect: print(foo=1): TypeError: print() got an unexpected keyword argument 'foo'
        # expect: int(1, 2, 3): TypeError: int expected at most 2 arguments, got 3
        # expect: range(): TypeError: range expected at least 1 argument, got 0
        # expect: sum(): TypeError: sum() takes at least 1 positional argument (0 given)
        # expect: ''.split(1): TypeError: must be str or None, not int
        # expect: dict(1): TypeError: 'int' object is not iterable
