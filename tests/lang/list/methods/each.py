a = [3, 1, 2]
a.append(4); a.extend("x"); a.insert(1, "i"); print(a, a.pop(), a.pop(0), a.index(1), a.count(2))
# expect: ['i', 1, 2, 4] x 3 1 1
a.remove(1); a.reverse(); b = a.copy(); a.clear(); print(a, b)  # expect: [] [4, 2, 'i']
