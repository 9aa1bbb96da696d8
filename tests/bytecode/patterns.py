def f(command):
    match command:
        case 0 | -1:
            return 'number'
        case [first, *rest, 'x'] if rest:
            return first
        case {'kind': str(kind), **others}:
            return kind, others
        case Point(x=0, y=None) as p:
            return p
        case _:
            return None
