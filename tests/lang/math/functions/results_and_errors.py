# oracle: 3.14
import math
print(math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.fsum([0.1] * 10), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.prod([1, 2, 3]), math.hypot(3, 4), math.copysign(1, -0.0), math.isclose(0.1 + 0.2, 0.3), math.modf(1.5), math.frexp(8), math.ldexp(1, 3))
# expect: 1.4142135623730951 -2 2 -1 1.0 2432902008176640000 10 20 6 5.0 -1.0 True (0.5, 1.0) (0.5, 4) 8.0
for f, a in (math.sqrt, -1), (math.log, 0), (math.factorial, -1):
    try: f(a)
    except ValueError as e: print(e)  # expect: expected a nonnegative input, got -1.0
    # expect: expected a positive input
    # expect: factorial() not defined for negative values
