class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
match P(1, 2):
    case P(0, y): print("no")
    case P(x, y=2): print(x)  # expect: 1
