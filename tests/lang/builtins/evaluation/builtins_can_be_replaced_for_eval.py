print(eval("len([1])", {"__builtins__": {"len": lambda x: "mine"}}))  # expect: mine
eval("abs(1)", {"__builtins__": {}})
# raises: NameError: name 'abs' is not defined
