def kind(k):
    print("asked", k.__name__)  # expect: asked ValueError
    # expect: asked ZeroDivisionError
    return k
try:
    1 / 0
except kind(ValueError): pass
except kind(ZeroDivisionError): print("caught")  # expect: caught
except kind(KeyError): pass
