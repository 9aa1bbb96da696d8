from contextlib import ExitStack, closing, nullcontext, suppress
with ExitStack() as s:
    s.callback(print, "callback 1")
    s.push(lambda *a: print("exit got", a[0].__name__) or True)
    print(s.enter_context(nullcontext("value")))  # expect: value
    # expect: exit got ZeroDivisionError
    # expect: callback 1
    1 / 0
print("after")  # expect: after
