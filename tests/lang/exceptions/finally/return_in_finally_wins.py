import warnings
warnings.simplefilter("ignore")
exec('''def f():
    try: return 1
    finally: return 2''')
print(f())  # expect: 2
