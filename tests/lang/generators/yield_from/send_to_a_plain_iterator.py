def g(): yield from iter([1, 2])
it = g()
next(it)
it.send(5)
# raises: AttributeError: 'list_iterator' object has no attribute 'send'
