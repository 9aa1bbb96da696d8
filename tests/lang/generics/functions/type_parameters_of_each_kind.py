# oracle: 3.14
def f[T, *Ts, **P](x: T, *args: *Ts) -> T: return x
print(f.__type_params__, [type(p).__name__ for p in f.__type_params__], f(5))
# expect: (T, Ts, P) ['TypeVar', 'TypeVarTuple', 'ParamSpec'] 5
