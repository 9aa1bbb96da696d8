import sys
def numbers():
    yield 1
g = numbers()
def fail():
    next(g)
    1 / 0
def tracer(frame, event, arg):
    if event != "line":
        print(frame.f_code.co_name, event, arg[0].__name__ if event == "exception" else arg)
    return tracer
sys.settrace(tracer)
try: fail()
except ZeroDivisionError: pass
sys.settrace(None)
# expect: fail call None
# expect: numbers call None
# expect: numbers return 1
# expect: fail exception ZeroDivisionError
# expect: fail return None
