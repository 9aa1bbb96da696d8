import gc
gc.disable()
print(gc.isenabled())  # expect: False
gc.enable()
print(gc.isenabled(), len(gc.get_threshold()), len(gc.get_count()), gc.collect() >= 0)
# expect: True 3 3 True
