import asyncio
async def main():
    f = asyncio.get_running_loop().create_future()
    print(f)  # expect: <Future pending>
    f.set_result([1])
    print(f)  # expect: <Future finished result=[1]>
    g = asyncio.get_running_loop().create_future()
    g.set_exception(KeyError("k"))
    print(g, g.exception())  # expect: <Future finished exception=KeyError('k')> 'k'
asyncio.run(main())
