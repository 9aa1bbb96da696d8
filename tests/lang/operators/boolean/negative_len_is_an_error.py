class L:
    def __len__(self): return -1
bool(L())
# raises: ValueError: __len__() should return >= 0
