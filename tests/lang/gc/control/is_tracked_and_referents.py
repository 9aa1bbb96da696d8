import gc
l = [1]
print(gc.is_tracked(l), gc.is_tracked(5), gc.get_referents([l, "a"]) == ["a", l] or gc.get_referents([l, "a"]))
# expect: True False True
