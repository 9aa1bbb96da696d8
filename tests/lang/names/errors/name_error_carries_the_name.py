try:
    missing
except NameError as e:
    print(e.name, e)  # expect: missing name 'missing' is not defined
