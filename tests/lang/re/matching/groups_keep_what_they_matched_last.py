import re
m = re.match("(?:(a)|(b))*", "ab")
print(m.groups(), m.lastindex, m.regs)  # expect: ('a', 'b') 2 ((0, 2), (0, 1), (1, 2))
print(re.match("((a)|b)*", "ab").groups(), re.match("(a)|b", "b").groups("none"))  # expect: ('b', 'a') ('none',)
