class A:
    def __class_getitem__(cls, k): return cls.__name__, k
print(A[int], A[1, 2])  # expect: ('A', <class 'int'>) ('A', (1, 2))
