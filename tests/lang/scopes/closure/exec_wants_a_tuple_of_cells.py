def make():
    x = 1
    return lambda: x
f = make()
exec(f.__code__, {}, closure=f.__closure__)
for closure in None, (int,), list(f.__closure__), f.__closure__ * 2:
    try:
        exec(f.__code__, {}, closure=closure)
    except TypeError as error:
        print(error)
# expect: code object requires a closure of exactly length 1
# expect: code object requires a closure of exactly length 1
# expect: code object requires a closure of exactly length 1
# expect: code object requires a closure of exactly length 1
