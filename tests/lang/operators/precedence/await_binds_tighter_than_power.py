async def two():
    return 2
async def main():
    print(await two() ** 3, -await two() ** 2)  # expect: 8 -4
try:
    main().send(None)
except StopIteration:
    pass
