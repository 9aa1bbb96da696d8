class A:
    __x = 1
    def get(self): return self.__x
    def __hidden(self): pass
print(A._A__x, A().get(), "_A__hidden" in dir(A))  # expect: 1 1 True
