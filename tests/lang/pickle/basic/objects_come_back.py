import pickle
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
class Slotted:
    __slots__ = "a", "b"
loop = [1, {"two": (3, 4.5)}, {6}, b"bytes", None, 2**70]
loop.append(loop)
for protocol in range(6):
    copy = pickle.loads(pickle.dumps(loop, protocol))
    point = pickle.loads(pickle.dumps(Point(1, [2]), protocol))
    print(copy[:6] == loop[:6], copy[6] is copy, point.x, point.y)  # expect: True True 1 [2]
    # expect: True True 1 [2]
    # expect: True True 1 [2]
    # expect: True True 1 [2]
    # expect: True True 1 [2]
    # expect: True True 1 [2]
slotted = Slotted()
slotted.a = 5
print(pickle.loads(pickle.dumps(slotted)).a)  # expect: 5
print(pickle.dumps({"key": [1, 2]}, 4))
# expect: b'\x80\x04\x95\x12\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x03key\x94]\x94(K\x01K\x02es.'
print(pickle.loads(pickle.dumps(len)) is len)  # expect: True
