import warnings
warnings.simplefilter("error")
async def c(): print("never")
c().close()
print("quiet")  # expect: quiet
