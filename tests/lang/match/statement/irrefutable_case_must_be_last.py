for text in "match 1:\n case x: pass\n case 2: pass", "match 1:\n case _: pass\n case 2: pass":
    try:
        compile(text, "f", "exec")
    except SyntaxError as e:
        print(e.msg)  # expect: name capture 'x' makes remaining patterns unreachable
        # expect: wildcard makes remaining patterns unreachable
