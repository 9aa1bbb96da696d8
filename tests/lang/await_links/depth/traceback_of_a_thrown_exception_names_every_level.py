import types
@types.coroutine
def pause(): yield
async def c(): await pause()
async def b(): await c()
async def a(): await b()
x = a()
x.send(None)
try: x.throw(KeyError("k"))
except KeyError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)  # expect: <module> 9
        # expect: a 6
        # expect: b 5
        # expect: c 4
        # expect: pause 3
        tb = tb.tb_next
