def f(): super()
f()
# raises: RuntimeError: super(): no arguments
