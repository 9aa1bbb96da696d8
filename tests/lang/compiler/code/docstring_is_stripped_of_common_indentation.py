# oracle: 3.14
def f():
    """First.

        deeper
    back
    """
class C:
    'only docs'
def g():
    f"not {1} a docstring"
print(repr(f.__doc__), C.__doc__, g.__doc__)
# expect: 'First.\n\n    deeper\nback\n' only docs None
