class T:
    def __setattr__(self, k, v): print(k, v)  # expect: a 1
    # expect: b 1
t = T()
t.a = t.b = 1
