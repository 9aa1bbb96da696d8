class D(dict):
    def __delitem__(self, k): print("del", k)  # expect: del 1
    # expect: del 2
    # expect: del 3
d = D()
del d[1], (d[2], [d[3]])
