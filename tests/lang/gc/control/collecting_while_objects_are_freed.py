import gc
class Evil:
    def __del__(self): gc.collect()
class Holder: pass
many = [Evil() for _ in range(20)]
del many
table = {n: Evil() for n in range(20)}
del table
holder = Holder()
holder.first, holder.second = Evil(), Evil()
del holder
def suspended():
    inner = Evil()
    yield
generator = suspended()
next(generator)
del generator
print("still here")  # expect: still here
