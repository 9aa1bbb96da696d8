import sys
def add(a, b):
    total = a + b
    return total
events = []
def tracer(frame, event, arg):
    events.append((event, frame.f_lineno, arg))
    return tracer
sys.settrace(tracer)
add(1, 2)
sys.settrace(None)
for event in events: print(*event)
# expect: call 2 None
# expect: line 3 None
# expect: line 4 None
# expect: return 4 3
