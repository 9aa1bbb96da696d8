from collections import deque
d = deque([1, 2, 3], maxlen=3)
d.append(4); d.appendleft(0); print(d, d.pop(), d.popleft(), d.maxlen)
# expect: deque([2], maxlen=3) 3 0 3
d.extend("ab"); d.rotate(1); print(d, d.index("a"), d.count("a"), list(reversed(d)), d[0])
# expect: deque(['b', 2, 'a'], maxlen=3) 2 1 ['a', 2, 'b'] b
deque().pop()
# raises: IndexError: pop from an empty deque
