def f(v):
    match v:
        case [x]: pass
    return x
print(f([7]))  # expect: 7
f(5)
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
