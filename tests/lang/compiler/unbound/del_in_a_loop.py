def f():
    x = 1
    for i in range(2):
        print(x)  # expect: 1
        del x
f()
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
