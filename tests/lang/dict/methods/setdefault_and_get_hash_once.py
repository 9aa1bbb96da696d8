class K:
    def __hash__(self):
        print("hash")  # expect: hash
        # expect: hash
        # expect: hash
        return 1
d = {}
k = K()
d.setdefault(k, []).append(1)
print(d.get(k), d.pop(k))  # expect: [1] [1]
