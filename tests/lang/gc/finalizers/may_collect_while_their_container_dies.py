import gc
class Evil:
    def __del__(self):
        gc.collect()
        gc.get_objects()
for i in range(30):
    items = [Evil(), []]
    table = {1: Evil(), 2: Evil()}
    whole = Evil()
    whole.part = Evil()
    nested = [[Evil()], (Evil(), [Evil()])]
items = table = whole = nested = None
print("alive")  # expect: alive
