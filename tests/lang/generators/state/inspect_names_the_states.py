import inspect
def g():
    print(inspect.getgeneratorstate(it))
    yield
it = g()
print(inspect.getgeneratorstate(it))  # expect: GEN_CREATED
next(it)  # expect: GEN_RUNNING
print(inspect.getgeneratorstate(it))  # expect: GEN_SUSPENDED
it.close()
print(inspect.getgeneratorstate(it))  # expect: GEN_CLOSED
