import traceback
def f(): raise ValueError("v")
try: f()
except ValueError as e:
    print(traceback.format_exception_only(e), len(traceback.format_exception(e)), traceback.extract_tb(e.__traceback__)[-1].name)
    # expect: ['ValueError: v\n'] 4 f
