# oracle: 3.14
def f[T: int, *Ts, **P](x: T) -> T: return x
print(f.__type_params__, f(3), f.__type_params__[0].__bound__)  # expect: (T, Ts, P) 3 <class 'int'>
