def g(a): yield
it = g(1)
print(it.gi_running, it.gi_suspended, it.gi_frame.f_locals, it.gi_code.co_name)
# expect: False False {'a': 1} g
next(it)
print(it.gi_suspended, it.gi_frame.f_lineno)  # expect: True 1
list(it)
print(it.gi_frame, it.gi_suspended, it.__name__, it.__qualname__)  # expect: None False g g
