inner = ExceptionGroup("inner", [KeyError("k"), IndexError("i")])
inner.add_note("about the inner one")
raise ExceptionGroup("outer", [ValueError("v"), inner])
