def say(x):
    print(x)  # expect: decorator 1
    # expect: decorator 2
    # expect: default a
    # expect: default b
    return lambda f: f
@say("decorator 1")
@say("decorator 2")
def f(a=say("default a"), *, b=say("default b")): pass
