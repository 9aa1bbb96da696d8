# oracle: 3.14
print((5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), (5).is_integer())
# expect: 5 0 5 1 5 True
