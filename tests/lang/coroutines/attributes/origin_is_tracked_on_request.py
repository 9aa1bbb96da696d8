import sys
async def c(): pass
x = c()
print(x.cr_origin)  # expect: None
x.close()
sys.set_coroutine_origin_tracking_depth(2)
def make(): return c()
x = make()
print([(line, name) for _, line, name in x.cr_origin])  # expect: [(7, 'make'), (8, '<module>')]
x.close()
sys.set_coroutine_origin_tracking_depth(0)
