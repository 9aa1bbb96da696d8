print([type(t).__name__ for t in (frozenset, property, super, staticmethod, classmethod, slice, range, enumerate)])
# expect: ['type', 'type', 'type', 'type', 'type', 'type', 'type', 'type']
