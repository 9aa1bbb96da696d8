# oracle: 3.14
from collections import OrderedDict
d = OrderedDict(a=1, b=2)
d.move_to_end("a"); print(d, d == OrderedDict(a=1, b=2), d == {"a": 1, "b": 2}, d.popitem(last=False))
# expect: OrderedDict({'a': 1}) False True ('b', 2)
