try:
    [].missing
except AttributeError as e:
    print(e.name, e.obj, e)  # expect: missing [] 'list' object has no attribute 'missing'
