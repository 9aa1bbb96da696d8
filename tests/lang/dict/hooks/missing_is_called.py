class D(dict):
    def __missing__(self, k): return k * 2
print(D()["ab"], D().get("ab"), "ab" in D())  # expect: abab None False
