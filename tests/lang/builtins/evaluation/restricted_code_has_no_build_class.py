exec("class A: pass", {"__builtins__": {}})
# raises: NameError: __build_class__ not found
