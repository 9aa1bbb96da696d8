def f(x):
    match x:
        case 1: return "one"
        case -1.5: return "minus"
        case "a" | b"a": return "text"
        case None | True: return "singleton"
        case 2 + 3j: return "complex"
    return "none"
print([f(x) for x in (1, -1.5, "a", b"a", None, True, 1.0, 2 + 3j, False)])
# expect: ['one', 'minus', 'text', 'text', 'singleton', 'one', 'one', 'complex', 'none']
