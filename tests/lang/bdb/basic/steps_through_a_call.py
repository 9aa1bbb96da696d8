import bdb
class Tracer(bdb.Bdb):
    def user_line(self, frame):
        print("line", frame.f_lineno)
        self.set_step()
    def user_return(self, frame, value):
        print("return", value)
def add(a, b):
    total = a + b
    return total
print(Tracer().runcall(add, 1, 2))
# expect: line 9
# expect: line 10
# expect: return 3
# expect: 3
