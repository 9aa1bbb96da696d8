class A:
    if False: x: int
    if True: y: str
print(A.__annotations__)  # expect: {'y': <class 'str'>}
