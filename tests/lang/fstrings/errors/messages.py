# oracle: 3.14
for t in "f'{}'", "f'{a b}'", "f'{'", "f'}'", "f'{a!x}'", "f'{a!}'", "f'{lambda x: 1}'", "f'{a:{b:{c:{d}}}}'", "f'{*}'", "f'{a $ b}'", "f'{)}'", "f'{(}'":
    try: compile(t, "f", "eval")
    except SyntaxError as e: print(e.msg)  # expect: f-string: valid expression required before '}'
    # expect: invalid syntax. Perhaps you forgot a comma?
    # expect: f-string: expecting '}'
    # expect: f-string: single '}' is not allowed
    # expect: f-string: invalid conversion character 'x': expected 's', 'r', or 'a'
    # expect: f-string: missing conversion character
    # expect: f-string: lambda expressions are not allowed without parentheses
    # expect: f-string: expressions nested too deeply
    # expect: f-string: expecting a valid expression after '{'
    # expect: f-string: expecting '=', or '!', or ':', or '}'
    # expect: f-string: unmatched ')'
    # expect: closing parenthesis '}' does not match opening parenthesis '('
