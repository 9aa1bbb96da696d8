a, b = 3 + 4j, 1 - 2j
print(a + b, a * b, a / b, abs(a), a.conjugate(), a ** 2, a == 3 + 4j, -a)
# expect: (4+2j) (11-2j) (-1+2j) 5.0 (3-4j) (-7+24j) True (-3-4j)
try: a < b
except TypeError as e: print(e)
# expect: '<' not supported between instances of 'complex' and 'complex'
