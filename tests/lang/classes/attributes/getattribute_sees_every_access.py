class A:
    x = 1
    def __getattribute__(self, n):
        print("get", n)  # expect: get x
        return super().__getattribute__(n)
print(A().x)  # expect: 1
