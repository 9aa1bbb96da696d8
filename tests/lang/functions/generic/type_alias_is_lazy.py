# oracle: 3.14
type A[T] = list[T] | Missing
print(A.__name__, A.__type_params__)  # expect: A (T,)
try:
    A.__value__
except NameError as e:
    print(e)  # expect: name 'Missing' is not defined
