import sys
def f(x): return len(x)
events = []
sys.setprofile(lambda frame, event, arg: events.append((event, frame.f_code.co_name, getattr(arg, "__name__", arg))))
f("abc")
sys.setprofile(None)
for event in events: print(*event)
# expect: call f None
# expect: c_call f len
# expect: c_return f len
# expect: return f 3
# expect: c_call <module> setprofile
