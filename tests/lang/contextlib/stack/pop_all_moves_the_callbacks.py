from contextlib import ExitStack
with ExitStack() as s:
    s.callback(print, "later")
    keep = s.pop_all()
print("left")  # expect: left
keep.close()  # expect: later
